// From file to voice, with the command line's reader and the engine's VoiceAnalyser.
#include "Obs/Learning.h"

#include "Base/Error.h"
#include "Engine/Models.h"
#include "Engine/VoiceAnalyser.h"
#include "Engine/VoiceFolder.h"
#include "Files/AudioFileReader.h"
#include "Obs/Log.h"
#include "Obs/Settings.h"

#include <filesystem>
#include <utility>

namespace solus::obs {

namespace fs = std::filesystem;

VoicePrint learnVoice(const std::string& file, std::string name, const std::atomic<bool>& stop,
                      std::string& findings) {
    if (file.empty()) throw Error("no recording is chosen");
    if (name.empty()) name = fs::path(file).stem().string();
    const VoiceFolder folder;
    folder.checkNew(name);
    const auto embedder = defaultEmbedder();
    AudioFileReader reader(file);
    VoiceAnalyser analyser(defaultDenoiser(), embedder, reader.info().sampleRate, reader.info().channels);
    const bool whole = analyser.analyse([&](float* to, int frames) { return reader.read(to, frames); },
                                        [&](std::int64_t) { return !stop; });
    if (!whole) throw Error(file + ": not learnt, since the filter was removed");
    const VoiceAnalysis analysis = analyser.finish();
    if (analysis.speechSeconds < minimumEnrolSeconds)
        throw Error(file + ": less than one second of speech; a good voice print needs ten");
    const VoicePrint print = enrol(name, analysis, *embedder);
    for (const auto& finding : analysis.findings) findings += (findings.empty() ? "" : "; ") + finding;
    folder.checkNew(name); // it may have appeared meanwhile
    folder.save(print);
    return print;
}

Learning::~Learning() {
    stop_ = true;
    if (thread_.joinable()) thread_.join();
}

void Learning::start(const std::string& file, const std::string& name) {
    const std::lock_guard starting(startMutex_);
    {
        const std::lock_guard lock(mutex_);
        if (std::exchange(running_, true)) return;
        status_ = translated("Learn.Running", fs::path(file).filename().string());
    }
    if (thread_.joinable()) thread_.join(); // it is calling `told`, which may need status()
    thread_ = std::thread([this, file, name] { run(file, name); });
}

std::string Learning::status() const {
    const std::lock_guard lock(mutex_);
    return status_;
}

void Learning::run(const std::string& file, const std::string& name) {
    std::string learnt, status;
    attempt("learn", [&] {
        std::string findings;
        try {
            const VoicePrint print = learnVoice(file, name, stop_, findings);
            status = translated("Learn.Done", print.name) + (findings.empty() ? "" : " (" + findings + ")");
            learnt = print.name;
        } catch (const std::exception& e) {
            status = e.what();
            throw;
        }
    });
    {
        const std::lock_guard lock(mutex_);
        status_ = status;
        running_ = false;
    }
    if (!stop_) told_(learnt);
}

} // namespace solus::obs
