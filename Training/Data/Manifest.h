// What is known about a recording before it is opened, read from manifest.tsv or from folder names.
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
    double bandwidthHz = 24000.0; ///< the recording contains nothing above it
    double levelRangeDb = 0.0;    ///< speech only
};

/// Folder names of the shared layout: "speech", "noise", "rir".
std::string folderOf(Kind);

/// All entries of one kind under `root`, in the order of the manifest. Without a manifest the folder is scanned: the
/// parent folder is the speaker or the class. A `root` with neither speech/ nor noise/ is itself a folder of speech. If
/// the kind is absent, the list is empty; a manifest that lacks a column throws Error.
std::vector<Entry> readEntries(const std::filesystem::path& root, Kind);

/// A part of the training data is held out for validation: 1 in 16 speakers and 1 in 12 noise recordings, chosen by a
/// hash of the name, so that the choice is stable when data is added. Pieces of one recording stay together. The two
/// voices that make up half of all full-band speech are always trained on; other full-band voices are assigned by the
/// hash, as whole speakers.
bool isHeldOut(const Entry&, Kind);

/// The recording that a noise file was cut from: "birds__x-a.opus" and "birds__x-b.opus" share "birds__x".
std::string recordingStem(const Entry&);

/// FNV-1a, 64 bits, mixed so that its low bits are usable.
std::uint64_t stableHash(const std::string&);

} // namespace solus::train
