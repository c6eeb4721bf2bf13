// Loading recordings: from a pack, or decoded from a folder by two threads.
#include "Data/Library.h"

#include "Base/Error.h"
#include "Data/Decode.h"
#include "Data/Pack.h"
#include "Data/Reading.h"

#include <cstdio>

namespace solus::train {

namespace fs = std::filesystem;

namespace {

#ifndef SOLUS_TRAIN_BARE

/// Selects `most` entries in runs of six, so that a talker keeps several recordings.
std::vector<Entry> thinned(std::vector<Entry> entries, int most) {
    if (most <= 0 || entries.size() <= static_cast<size_t>(most)) return entries;
    const size_t run = std::min<size_t>(6, static_cast<size_t>(most)), runs = static_cast<size_t>(most) / run,
                 count = entries.size();
    std::vector<Entry> kept;
    for (size_t i = 0; i < runs; ++i)
        for (size_t k = 0; k < run; ++k)
            if (const size_t at = i * count / runs + k; at < count) kept.push_back(std::move(entries[at]));
    return kept;
}

/// The training entries of one kind, and where their samples are stored.
struct Wanted {
    std::vector<Entry> entries;
    std::vector<Recording*> targets;
    std::vector<std::string> bad; ///< of those whose samples stay in their files

    /// Without `hold` samples stay in their files, if the manifest states their length.
    void add(const fs::path& root, Kind kind, int most, bool hold, std::vector<Recording>& recordings) {
        std::vector<Entry> some;
        for (auto& entry : readEntries(root, kind))
            if (entry.part == "train") some.push_back(std::move(entry));
        some = thinned(std::move(some), most);
        recordings.resize(some.size());
        for (size_t i = 0; i < some.size(); ++i) {
            if (!hold && some[i].seconds > 0.0) {
                addFile(root, std::move(some[i]), recordings[i]);
                continue;
            }
            entries.push_back(std::move(some[i]));
            targets.push_back(&recordings[i]);
        }
    }

private:
    void addFile(const fs::path& root, Entry entry, Recording& recording) {
        const fs::path file = root / entry.path;
        if (const auto reason = whyNotOpened(file); reason.empty())
            recording = {std::move(entry), {}, file};
        else
            bad.push_back(reason);
    }
};

std::shared_ptr<const Library> loadFolder(const fs::path& root, const DataNeeds& needs) {
    auto library = std::make_shared<Library>();
    Wanted wanted;
    if (needs.speech) wanted.add(root, Kind::speech, needs.most, needs.holdSpeech, library->speech);
    if (needs.noise) wanted.add(root, Kind::noise, needs.most, true, library->noise);
    if (needs.rooms) wanted.add(root, Kind::room, needs.most, true, library->rooms);
    library->bad = readRecordings(root, wanted.entries, [&](size_t i, std::vector<std::int16_t> samples) {
        *wanted.targets[i] = {wanted.entries[i], std::move(samples), {}};
    });
    library->bad.insert(library->bad.end(), wanted.bad.begin(), wanted.bad.end());
    for (const auto& line : library->bad) std::fprintf(stderr, "bad: %s\n", line.c_str());
    if (!library->bad.empty() && !needs.skipBad)
        throw Error(summaryOfBad(library->bad, wanted.entries.size() + wanted.bad.size()) +
                    (library->bad.size() > 3 ? " (all are named above)" : "") +
                    "; repair or remove them, or continue without them: --skip-bad");
    for (auto* kind : {&library->speech, &library->noise, &library->rooms})
        std::erase_if(*kind, [](const Recording& recording) {
            return recording.samples.empty() && recording.file.empty();
        });
    return library;
}

std::vector<std::int16_t> readSamples(const fs::path& file) {
    return decode(file);
}

#else

std::vector<std::int16_t> readSamples(const fs::path& file) {
    throw Error(file.string() + ": this build of solus-train reads packs only");
}

std::shared_ptr<const Library> loadFolder(const fs::path& root, const DataNeeds&) {
    throw Error(root.string() +
                ": this build of solus-train reads packs only; make one with `solus-train pack`");
}

#endif

} // namespace

RecordingSamples::RecordingSamples(const Recording& recording) : held_(recording) {
    if (recording.samples.empty() && !recording.file.empty()) decoded_ = readSamples(recording.file);
}

std::shared_ptr<const Library> loadLibrary(const fs::path& path, const DataNeeds& needs) {
    if (!fs::exists(path)) throw Error(path.string() + ": no such folder or pack");
    const auto library = isPack(path) ? readPack(path, needs) : loadFolder(path, needs);
    const std::string hint = "; `solus-train data check " + path.string() + "` shows what it contains";
    if (needs.speech && library->speech.empty())
        throw Error(path.string() + ": holds no speech to train on" + hint);
    if (needs.noiseRequired && library->noise.empty())
        throw Error(path.string() + ": holds no noise to train on" + hint);
    return library;
}

} // namespace solus::train
