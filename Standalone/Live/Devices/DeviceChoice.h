// Which sound device, and how.
#pragma once

#include <string>

namespace solus::live {

/// Empty and 0 mean: whatever is best.
struct DeviceChoice {
    std::string family; ///< "ALSA", "JACK", "None"
    std::string input, output;
    double rate = 0.0;
    int block = 0;
    bool operator==(const DeviceChoice&) const = default;
};

/// A device that is known to deliver nothing to hear: chosen as input or output by hand only.
inline constexpr const char* noDevice = "(none)";

} // namespace solus::live
