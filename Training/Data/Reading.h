// Decodes many recordings, some of which may be unusable.
#pragma once

#include "Data/Manifest.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace solus::train {

/// Decodes root/entry.path of each on two threads, with progress on stderr, and passes the samples to `use(number of the
/// entry, samples)`, from both threads, one call at a time. Returns one line, path and reason, for each unusable file:
/// missing, empty, truncated, damaged, or with a value that is not a number. In the order of the entries.
std::vector<std::string> readRecordings(const std::filesystem::path& root, const std::vector<Entry>& entries,
                                        const std::function<void(size_t, std::vector<std::int16_t>)>& use);

/// "3 of 40 recordings cannot be used: a.wav: is empty; b.wav: ...; and 1 more".
std::string summaryOfBad(const std::vector<std::string>& bad, size_t all);

} // namespace solus::train
