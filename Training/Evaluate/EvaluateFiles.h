// Shared by the evaluations: tables, mono recordings, noise.
#pragma once

#include "Core/Random.h"

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace solus::train {

/// One row of a tab-separated table: values by the name of their column.
using TableRow = std::map<std::string, std::string>;

/// Throws Error naming the file if it is missing or lacks one of `columns`.
std::vector<TableRow> readTable(const std::filesystem::path&, const std::vector<std::string>& columns);

/// The mean of all channels, at `rate`. Throws Error naming the file.
std::vector<float> readMono(const std::filesystem::path&, int rate);

/// All recordings in a folder of noise and those below it, sorted. Throws Error if there are none.
std::vector<std::filesystem::path> noiseFiles(const std::filesystem::path& folder);
/// Recordings drawn at random, one after the other, at 48 kHz.
std::vector<float> noiseFrom(const std::vector<std::filesystem::path>& files, size_t length, Random&);

double meanOf(const std::vector<double>&);

} // namespace solus::train
