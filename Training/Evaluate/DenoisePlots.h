// Pictures of what a denoiser improves, by SNR and by class of noise, drawn by gnuplot.
#pragma once

#include "Evaluate/DenoiseGroups.h"

#include <filesystem>

namespace solus::train {

/// Writes by-snr.png and, where the test set names classes, by-noise-class.png into `folder` (made if
/// missing): a panel for each figure, bars of cleaned minus noisy, turned so that up is better. Throws Error
/// if gnuplot is missing or fails.
void writeDenoisePlots(const std::filesystem::path& folder, const std::string& system,
                       const std::vector<DenoiseGroup>&);

} // namespace solus::train
