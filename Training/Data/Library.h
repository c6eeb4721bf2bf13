// The recordings in memory: 16-bit mono at 48 kHz, with what the manifests say about each.
#pragma once

#include "Data/Manifest.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <vector>

namespace solus::train {

struct Recording {
    Entry entry;
    std::vector<std::int16_t> samples; ///< 48 kHz, mono

    double seconds() const { return static_cast<double>(samples.size()) / 48000.0; }
};

/// Which kinds an experiment uses, and which must not be missing.
struct DataNeeds {
    bool speech = true, noise = true, rooms = true;
    bool noiseRequired = false;
    int most = 0; ///< so many files of each kind at most, drawn from all over the list; 0: all. Folders only
};

/// The training part only; `dev` recordings are for tests and are never loaded.
struct Library {
    std::vector<Recording> speech, noise, rooms;
};

/// `path`: a folder (shared layout or a bare folder of recordings) or a pack. Shows progress on stderr.
/// Throws Error if nothing usable is there.
std::shared_ptr<const Library> loadLibrary(const std::filesystem::path& path, const DataNeeds& needs);

} // namespace solus::train
