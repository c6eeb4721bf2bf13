// Analysing recordings.
#include "Voices.h"

#include "Base/Error.h"
#include "Base/ProgressBar.h"
#include "Base/Text.h"
#include "Console.h"
#include "Files/AudioFileReader.h"
#include "Files/OpenDecoder.h"
#include "Verify/SpeakerScore.h"

#include <cctype>
#include <filesystem>
#include <set>

namespace fs = std::filesystem;

namespace solus::cli {

float acceptanceThreshold(const Model& embedder, const VoicePrint& voice) {
    return SpeakerScore(embedder, static_cast<int>(voice.embedding.size())).threshold();
}

bool hasAudioEnding(const std::string& name) {
    std::string ending = fs::path(name).extension().string();
    for (char& c : ending) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    static const std::set<std::string> known = {
        ".wav", ".wave", ".flac", ".ogg", ".oga", ".opus", ".mp3", ".aif", ".aiff", ".aifc", ".w64", ".rf64",
        ".bwf", ".au",   ".snd",  ".caf", ".m4a", ".m4b",  ".mp4", ".aac", ".wma",  ".webm", ".mkv", ".mka",
        ".mov", ".mp2",  ".amr",  ".3gp", ".ac3", ".ape",  ".wv",  ".raw", ".pcm",  ".avi"};
    return known.count(ending) > 0;
}

VoiceAnalysis analyseFile(const std::string& path, bool salvage, const std::shared_ptr<const Model>& denoiser,
                          const std::shared_ptr<const Model>& embedder) {
    AudioFileReader reader(path, salvage ? AudioFileReader::Mode::salvage : AudioFileReader::Mode::strict);
    const AudioInfo& info = reader.info();
    try {
        VoiceAnalyser analyser(denoiser, embedder, info.sampleRate, info.channels);
        ProgressBar bar(oneLine(fs::path(path).filename().string()));
        analyser.analyse([&](float* to, int frames) { return reader.read(to, frames); },
                         [&](std::int64_t heard) {
                             if (info.frames)
                                 bar.update(static_cast<double>(heard) / static_cast<double>(*info.frames));
                             return true;
                         });
        bar.clear();
        printWarnings(path, reader.warnings());
        return analyser.finish();
    } catch (const Error& e) {
        const std::string text = e.what(); // the reader's errors name the file, the engine's cannot
        throw text.starts_with(path) || path == "-" ? Error(text)
                                                    : Error(path + ": " + text + rateAdvice(path, info));
    }
}

} // namespace solus::cli
