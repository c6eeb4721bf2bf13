// Loading of recordings: from a pack, or decoded from a folder by two threads.
#include "Data/Library.h"

#include "Core/Progress.h"
#include "Data/Decode.h"
#include "Data/Pack.h"
#include "Error.h"

#include <atomic>
#include <mutex>
#include <thread>

namespace solus::train {

namespace fs = std::filesystem;

namespace {

#ifndef SOLUS_TRAIN_BARE

struct Job {
    Entry entry;
    Recording* target;
};

/// `most` entries in runs of six, so that a talker keeps several recordings.
std::vector<Entry> thinned(std::vector<Entry> entries, int most) {
    constexpr size_t run = 6;
    const size_t runs = static_cast<size_t>(most) / run, count = entries.size();
    if (most <= 0 || count <= static_cast<size_t>(most) || runs == 0) return entries;
    std::vector<Entry> kept;
    for (size_t i = 0; i < runs; ++i)
        for (size_t k = 0; k < run; ++k)
            if (const size_t at = i * count / runs + k; at < count) kept.push_back(std::move(entries[at]));
    return kept;
}

/// Recordings whose manifest does not say how long they are must be read all the same.
void addJobs(const fs::path& root, Kind kind, int most, bool hold, std::vector<Recording>& recordings,
             std::vector<Job>& jobs) {
    std::vector<Entry> wanted;
    for (auto& entry : readEntries(root, kind))
        if (entry.part == "train") wanted.push_back(std::move(entry));
    wanted = thinned(std::move(wanted), most);
    recordings.resize(wanted.size());
    for (size_t i = 0; i < wanted.size(); ++i) {
        const fs::path file = root / wanted[i].path;
        if (!hold && wanted[i].seconds > 0.0)
            recordings[i] = {std::move(wanted[i]), {}, file};
        else
            jobs.push_back({std::move(wanted[i]), &recordings[i]});
    }
}

void runJobs(const fs::path& root, const std::vector<Job>& jobs) {
    Progress progress("Reading recordings");
    std::atomic<size_t> next{0};
    std::mutex mutex;
    std::exception_ptr failure;
    auto work = [&] {
        for (size_t i; (i = next++) < jobs.size();) {
            try {
                jobs[i].target->samples = decode(root / jobs[i].entry.path);
                jobs[i].target->entry = jobs[i].entry;
            } catch (...) {
                const std::lock_guard lock(mutex);
                failure = std::current_exception();
                next = jobs.size();
            }
            const std::lock_guard lock(mutex);
            progress.update(static_cast<double>(i), static_cast<double>(jobs.size()));
        }
    };
    std::thread second(work);
    work();
    second.join();
    if (failure) std::rethrow_exception(failure);
}

std::shared_ptr<const Library> loadFolder(const fs::path& root, const DataNeeds& needs) {
    auto library = std::make_shared<Library>();
    std::vector<Job> jobs;
    if (needs.speech) addJobs(root, Kind::speech, needs.most, needs.holdSpeech, library->speech, jobs);
    if (needs.noise) addJobs(root, Kind::noise, needs.most, true, library->noise, jobs);
    if (needs.rooms) addJobs(root, Kind::room, needs.most, true, library->rooms, jobs);
    runJobs(root, jobs);
    return library;
}

std::vector<std::int16_t> readSamples(const fs::path& file) { return decode(file); }

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
    const std::string hint = "; `solus-train data check " + path.string() + "` says what is there";
    if (needs.speech && library->speech.empty())
        throw Error(path.string() + ": holds no speech to train on" + hint);
    if (needs.noiseRequired && library->noise.empty())
        throw Error(path.string() + ": holds no noise to train on" + hint);
    return library;
}

} // namespace solus::train
