// Where the cleaned recordings come from, the engine or a folder, and where they are kept.
#pragma once

#include "Inference/Model.h"

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace solus::train {

/// Mono at 48 kHz through the engine as a host calls it; the delay that it reports is taken out.
std::vector<float> denoise(const std::shared_ptr<const Model>&, const std::vector<float>& signal,
                           float amountDb);

/// Another program's output under the same name (.wav or .flac), at 48 kHz; up to 0.1 s more or less than
/// `length` is forgiven. Throws Error naming the file.
std::vector<float> readCleaned(const std::filesystem::path& folder, const std::string& file, size_t length);

/// As a .wav of 32-bit floats.
void writeCleaned(const std::filesystem::path& folder, const std::string& file, const std::vector<float>&);

} // namespace solus::train
