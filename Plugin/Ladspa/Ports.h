// The ports of the LADSPA plugins, made from the table of parameters.
#pragma once

#include "Ports/PortInstance.h"

#include <ladspa.h>
#include <string>
#include <vector>

namespace solus::ladspa {

/// In the order of PortLayout.
struct Ports {
    explicit Ports(int channels);

    int channels;
    std::vector<LADSPA_PortDescriptor> descriptors;
    std::vector<std::string> names;
    std::vector<const char*> namePointers;
    std::vector<LADSPA_PortRangeHint> hints;
};

/// LADSPA has names for a few defaults only (bounds, middle, quarters, 0, 1, 100). Where none of them is the
/// table's, the range that hosts show is made narrower until one is; run() takes the whole range of the
/// table.
LADSPA_PortRangeHint hintOf(const ParameterSpec&) noexcept;

} // namespace solus::ladspa
