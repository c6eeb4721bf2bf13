// Means over the files of a condition: all, each SNR, wide and narrow band, each class of noise.
#pragma once

#include "Evaluate/DenoiseFigures.h"

namespace solus::train {

struct DenoiseGroup {
    std::string kind; ///< "all", "snr", "band", "noise_class" or "file"
    std::string name;
    int files = 0, onsets = 0;
    Figures noisy{},
        cleaned{}; ///< over the files where they are measurable, onset figures over all onsets; otherwise NaN
};

/// In the order of the list above; SNRs ascending, classes by name. Conditions without files are left out. `eachFile`:
/// also one group per file.
std::vector<DenoiseGroup> groupsOf(const std::vector<DenoiseItem>&, bool eachFile = false);

} // namespace solus::train
