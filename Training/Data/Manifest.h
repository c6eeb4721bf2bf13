// What is known about a recording before it is opened, read from manifest.tsv or from the names of folders.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace solus::train {

enum class Kind { speech, noise, room };

struct Entry {
    std::string path;    ///< relative to the data folder
    std::string part;    ///< "train" or "dev"
    std::string group;   ///< corpus of speech, set of noise
    std::string speaker; ///< speech only, e.g. "an4:fcaw"
    std::string label;   ///< class of noise or room
    std::string gender, language, licence;
    double seconds = 0.0;
    double bandwidthHz = 24000.0; ///< above it the recording holds nothing
    double levelRangeDb = 0.0;    ///< speech only
};

/// Folder names of the shared layout: "speech", "noise", "rir".
std::string folderOf(Kind);

/// All entries of one kind under `root`, in the order of the manifest. Without a manifest the folder is
/// scanned: the parent folder is speaker or class. A `root` with neither speech/ nor noise/ is itself a
/// folder of speech. An absent kind gives an empty list; a manifest that lacks a column throws Error.
std::vector<Entry> readEntries(const std::filesystem::path& root, Kind);

/// A part of the training data is kept for validation: 1 in 16 speakers and 1 in 12 noise recordings, by a
/// hash of the name, so that it stays the same when data is added. Pieces of one recording stay together. The
/// two voices that are half of all full-band speech always train; other whole full-band voices fall to
/// validation by the hash.
bool isHeldOut(const Entry&, Kind);

/// The recording that a noise file was cut from: "birds__x-a.opus" and "birds__x-b.opus" share "birds__x".
std::string recordingStem(const Entry&);

/// FNV-1a, 64 bits, mixed so that its low bits are usable.
std::uint64_t stableHash(const std::string&);

} // namespace solus::train
