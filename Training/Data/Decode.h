// Decodes an audio file to 16-bit mono at 48 kHz.
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace solus::train {

/// Opens any file that AudioFileReader supports, averages its channels and resamples to 48 kHz. Throws Error naming the
/// file, also if it is truncated, damaged or holds a value that is not a number.
std::vector<std::int16_t> decode(const std::filesystem::path&);

/// Why the file cannot be opened, preceded by its name; "" if it can. Reads only the header.
std::string whyNotOpened(const std::filesystem::path&);

/// Resamples to `outRate`, with the delay of the filter removed.
std::vector<float> resample(std::span<const float> samples, int inRate, int outRate);
std::vector<std::int16_t> toInt16(std::span<const float>);
std::vector<float> toFloat(std::span<const std::int16_t>);

} // namespace solus::train
