// The choice of an audio device and its settings.
#pragma once

#include <string>

namespace solus::live {

/// Empty and 0 mean the best available.
struct DeviceChoice {
    std::string family; ///< "ALSA", "JACK", "None"
    std::string input, output;
    double rate = 0.0;
    int block = 0;
    bool operator==(const DeviceChoice&) const = default;
};

/// A device known to have no useful sound: chosen as input or output only by hand.
inline constexpr const char* noDevice = "(none)";

} // namespace solus::live
