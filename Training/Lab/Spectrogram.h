// Spectrograms stacked vertically, to show what a denoiser removed.
#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace solus::train {

struct Sound {
    std::string title;
    std::span<const float> samples; ///< 48 kHz
};

/// 0 to 12 kHz, with one colour scale from the loudest cell down to 80 dB below it. Throws Error naming the picture if
/// gnuplot fails or is missing.
void drawSpectrograms(const std::filesystem::path& picture, const std::vector<Sound>&);

} // namespace solus::train
