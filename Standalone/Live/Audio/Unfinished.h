// Recordings that a killed program has left under their hidden names.
#pragma once

#include <string>
#include <vector>

namespace solus::live {

struct Rescued {
    std::string path; ///< "Solus unfinished 2026-01-31 17.45.12.wav", in the same folder
    double seconds = 0.0;
};

/// Finishes what lies in `folder` as ".solus-PID-N.tmp" of a program that does not run any more: writes it anew under a name
/// that can be seen, then removes the hidden file. What cannot be read or written stays as it is. Throws nothing.
std::vector<Rescued> rescueUnfinished(const std::string& folder) noexcept;

} // namespace solus::live
