// The ports of the LADSPA plugins, from the table of parameters.
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

/// LADSPA can express only a few defaults (bounds, middle, quarters, 0, 1, 100). If none of them equals the table's
/// default, the range shown to hosts is narrowed until one does; run() accepts the full range of the table.
LADSPA_PortRangeHint hintOf(const ParameterSpec&) noexcept;

} // namespace solus::ladspa
