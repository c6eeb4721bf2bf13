// Plots of a denoiser's improvement, by SNR and by class of noise, drawn by gnuplot.
#pragma once

#include "Evaluate/DenoiseGroups.h"

#include <filesystem>

namespace solus::train {

/// Writes by-snr.png and, if the test set names classes, by-noise-class.png into `folder` (created if missing): one panel
/// per figure, with bars of cleaned minus noisy, signed so that up is better. Throws Error if gnuplot is missing or
/// fails.
void writeDenoisePlots(const std::filesystem::path& folder, const std::string& system,
                       const std::vector<DenoiseGroup>&);

} // namespace solus::train
