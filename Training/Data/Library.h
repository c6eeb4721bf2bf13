// The recordings: 16-bit mono at 48 kHz, with their manifest entries.
#pragma once

#include "Base/EngineRate.h"
#include "Data/Manifest.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace solus::train {

struct Recording {
    Entry entry;
    std::vector<std::int16_t> samples; ///< 48 kHz, mono; empty if they stay in `file`
    std::filesystem::path file;        ///< where they stay until needed; otherwise empty

    /// In samples; for a file that has not been read yet, the value from its manifest.
    size_t length() const {
        return file.empty() ? samples.size() : static_cast<size_t>(engineHz * entry.seconds);
    }
    double seconds() const { return static_cast<double>(length()) / engineHz; }
};

/// The samples of a recording: a view of those in the library, or samples decoded on demand.
class RecordingSamples {
public:
    /// Thread-safe. Throws Error naming the file.
    explicit RecordingSamples(const Recording&);
    std::span<const std::int16_t> all() const { return held_.samples.empty() ? decoded_ : held_.samples; }

private:
    const Recording& held_;
    std::vector<std::int16_t> decoded_;
};

/// Which kinds an experiment uses, and which are required.
struct DataNeeds {
    bool speech = true, noise = true, rooms = true;
    bool noiseRequired = false;
    bool holdSpeech = true; ///< in memory, 346 MB an hour; otherwise decoded whenever needed
    int most = 0; ///< at most this many files of each kind, sampled from the whole list; 0: all. Folders only
    bool skipBad = false; ///< leave out unreadable files instead of throwing. Folders only
};

/// The training part only; `dev` recordings are for tests and are never loaded.
struct Library {
    std::vector<Recording> speech, noise, rooms;
    std::vector<std::string> bad; ///< what was left out, path and reason
};

/// `path`: a folder (shared layout or a bare folder of recordings) or a pack. Shows progress on stderr. Throws Error if
/// it contains nothing usable, or if some files are unusable, after naming all of these on stderr.
std::shared_ptr<const Library> loadLibrary(const std::filesystem::path& path, const DataNeeds& needs);

} // namespace solus::train
