// A single file with a data set ready for training: for machines without libsndfile, and for a quick start.
#pragma once

#include "Data/Library.h"

namespace solus::train {

/// Layout: "SOLUSPAK", u64 length of the index, the index (JSON: kind, entry, rate, offset, count), 16-bit samples. Each
/// recording is stored at the lowest of 16, 24 and 48 kHz that covers its bandwidth.
void writePack(const Library&, const std::filesystem::path&);
/// Resamples everything back to 48 kHz, on all cores. Throws Error naming the file.
std::shared_ptr<const Library> readPack(const std::filesystem::path&, const DataNeeds&);
bool isPack(const std::filesystem::path&);

/// A balanced subset that fits into `bytes` as a pack: recordings are taken round-robin over speakers (speech), sets and
/// classes (noise) and files (rooms), each cut to a few seconds if not everything fits. Speech gets 65 % of the bytes
/// (half of that for full-band voices), noise 30 %, rooms 5 %.
Library balancedSubset(const Library&, std::uint64_t bytes);

/// The rate at which a pack stores a recording of this bandwidth.
int storageRate(double bandwidthHz);

} // namespace solus::train
