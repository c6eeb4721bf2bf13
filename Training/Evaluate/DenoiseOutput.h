// The source of the cleaned recordings, the engine or a folder, and where they are saved.
#pragma once

#include "Inference/Model.h"

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace solus::train {

/// Mono at 48 kHz through the engine, called as a host would call it, with the reported delay removed.
std::vector<float> denoise(const std::shared_ptr<const Model>&, const std::vector<float>& signal,
                           float amountDb);

/// Another program's output under the same name (.wav or .flac), at 48 kHz; a length of up to 0.1 s more or less than
/// `length` is accepted. Throws Error naming the file.
std::vector<float> readCleaned(const std::filesystem::path& folder, const std::string& file, size_t length);

/// As a .wav of 32-bit floats.
void writeCleaned(const std::filesystem::path& folder, const std::string& file, const std::vector<float>&);

} // namespace solus::train
