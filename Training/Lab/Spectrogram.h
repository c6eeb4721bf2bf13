// Spectrograms one above the other, to see what a denoiser took away.
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

/// 0 to 12 kHz, in one colour scale from the loudest cell 80 dB down. Throws Error naming the picture if
/// gnuplot fails or is missing.
void drawSpectrograms(const std::filesystem::path& picture, const std::vector<Sound>&);

} // namespace solus::train
