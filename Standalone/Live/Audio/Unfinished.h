// Recordings that a killed program left under their hidden names.
#pragma once

#include <string>
#include <vector>

namespace solus::live {

struct Rescued {
    std::string path; ///< "Solus unfinished 2026-01-31 17.45.12.wav", in the same folder
    double seconds = 0.0;
};

/// Finishes files in `folder` named ".solus-PID-N.tmp" whose process has ended: rewrites them under a visible name,
/// then removes the hidden file. Files that cannot be read or written stay as they are. Throws nothing.
std::vector<Rescued> rescueUnfinished(const std::string& folder) noexcept;

} // namespace solus::live
