// Shared by the tests of the live app: files, a processor with a callback and no device, a temporary folder.
#pragma once

#include "Audio/LiveCallback.h"
#include "Engine/Models.h"
#include "Files/AudioFileReader.h"
#include "Files/AudioFileWriter.h"
#include "Processor.h"

#include <cstdlib>
#include <filesystem>
#include <functional>
#include <string>
#include <unistd.h>
#include <vector>

namespace livetest {

using Audio = std::vector<std::vector<float>>; // [channel][sample]

struct TemporaryFolder {
    TemporaryFolder()
        : path(std::filesystem::temp_directory_path() /
               ("solus-live-test-" + std::to_string(::getpid()) + "-" + std::to_string(counter()++))) {
        std::filesystem::create_directories(path);
    }
    ~TemporaryFolder() { std::filesystem::remove_all(path); }
    std::string file(const std::string& name) const { return (path / name).string(); }
    static int& counter() {
        static int n = 0;
        return n;
    }
    std::filesystem::path path;
};

/// JUCE's message manager, for the whole test program; voices and settings go into a folder of its own.
inline void startJuce() {
    static const TemporaryFolder home;
    ::setenv("XDG_DATA_HOME", home.file("data").c_str(), 1);
    // As in a program of our own: JUCE then handles X11's complaints itself instead of ending the process.
    juce::JUCEApplicationBase::createInstance = [] {
        return static_cast<juce::JUCEApplicationBase*>(nullptr);
    };
    // Never destroyed: JUCE's own statics would go first.
    static const auto* const initialiser = new juce::ScopedJuceInitialiser_GUI;
    juce::ignoreUnused(initialiser);
}

inline std::string rain() {
    return SOLUS_RESOURCES "/Demo/voice-in-rain.flac"; // 48 kHz, mono
}

inline Audio readFile(const std::string& path) {
    solus::AudioFileReader reader(path);
    const auto samples = reader.readAll();
    const auto channels = static_cast<std::size_t>(reader.info().channels);
    Audio audio(channels);
    for (std::size_t i = 0; i < samples.size(); ++i) audio[i % channels].push_back(samples[i]);
    return audio;
}

inline void writeFile(const std::string& path, const Audio& audio, int rate) {
    solus::AudioInfo info;
    info.sampleRate = rate, info.channels = static_cast<int>(audio.size());
    info.format = solus::SampleFormat::float32;
    solus::AudioFileWriter writer(path, info);
    std::vector<float> interleaved;
    for (std::size_t i = 0; i < audio[0].size(); ++i)
        for (const auto& channel : audio) interleaved.push_back(channel[i]);
    writer.write(interleaved.data(), static_cast<std::int64_t>(audio[0].size()));
    writer.commit();
}

/// The output of VoiceEngine for `in`, with the default models and settings.
inline Audio engineOutput(const Audio& in, double rate) {
    solus::VoiceEngine engine(solus::defaultDenoiser(), solus::defaultEmbedder());
    engine.prepare(rate, static_cast<int>(in.size()));
    Audio out = in;
    std::vector<const float*> from;
    std::vector<float*> to;
    for (std::size_t c = 0; c < in.size(); ++c) from.push_back(in[c].data()), to.push_back(out[c].data());
    engine.process(from.data(), to.data(), static_cast<int>(in[0].size()));
    return out;
}

struct Juce {
    Juce() { startJuce(); }
};

/// A live callback that the test itself drives, block by block.
struct Rig {
    explicit Rig(double sampleRate = 48000.0) : rate(sampleRate) {}
    void prepare() { live.prepare(rate, 512); }
    /// `input` is repeated silence if empty; returns the two outputs.
    Audio run(
        const std::vector<float>& input, int samples,
        const std::function<int()>& nextBlock = [] { return 256; }) {
        Audio out(2, std::vector<float>(static_cast<std::size_t>(samples)));
        std::vector<float> in = input;
        in.resize(static_cast<std::size_t>(samples), 0.0f);
        for (int at = 0; at < samples;) {
            const int count = std::min(nextBlock(), samples - at);
            const float* from[] = {in.data() + at};
            float* to[] = {out[0].data() + at, out[1].data() + at};
            live.audioDeviceIOCallbackWithContext(from, 1, to, 2, count, {});
            at += count;
        }
        return out;
    }

    Juce juce; // before the processor
    double rate;
    solus::SolusProcessor processor;
    solus::live::LiveCallback live{processor};
};

} // namespace livetest
