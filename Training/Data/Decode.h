// From an audio file to 16-bit mono at 48 kHz.
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <vector>

namespace solus::train {

/// Opens any file that libsndfile knows (Opus comes at 16, 24 or 48 kHz), takes the mean of its channels and
/// resamples to 48 kHz. Throws Error naming the file.
std::vector<std::int16_t> decode(const std::filesystem::path&);

/// Resamples to `outRate` with the delay of the filter taken out.
std::vector<float> resample(std::span<const float> samples, int inRate, int outRate);
std::vector<std::int16_t> toInt16(std::span<const float>);
std::vector<float> toFloat(std::span<const std::int16_t>);

} // namespace solus::train
