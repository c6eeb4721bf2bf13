// The ports of the LADSPA plugins, made from the table of parameters.
#pragma once

#include "Ports/PortEngine.h"

#include <ladspa.h>
#include <string>
#include <vector>

namespace solus::ladspa {

/// Port numbers never change: audio in, audio out, the table's parameters, model, voice, latency; what is new comes last.
struct Ports {
    explicit Ports(int channels);

    unsigned long count() const noexcept { return descriptors.size(); }
    unsigned long in(int channel) const noexcept { return static_cast<unsigned long>(channel); }
    unsigned long out(int channel) const noexcept { return static_cast<unsigned long>(channels + channel); }
    unsigned long parameter(int index) const noexcept { return static_cast<unsigned long>(2 * channels + index); }
    unsigned long model() const noexcept { return parameter(parameterCount); }
    unsigned long voice() const noexcept { return model() + 1; }
    unsigned long latency() const noexcept { return model() + 2; }

    int channels;
    std::vector<LADSPA_PortDescriptor> descriptors;
    std::vector<std::string> names;
    std::vector<const char*> namePointers;
    std::vector<LADSPA_PortRangeHint> hints;
};

/// LADSPA has names for a few defaults only (bounds, middle, quarters, 0, 1, 100). Where none of them is the table's, the
/// range that hosts show is made narrower until one is; run() takes the whole range of the table.
LADSPA_PortRangeHint hintOf(const ParameterSpec&) noexcept;

} // namespace solus::ladspa
