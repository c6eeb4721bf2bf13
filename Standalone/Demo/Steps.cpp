// Files in and out, and the engine in between.
#include "Demo/Steps.h"

#include "Base/Error.h"
#include "Engine/Models.h"
#include "Engine/Parameters.h"
#include "Engine/Render.h"
#include "Files/AudioFileReader.h"
#include "Files/AudioFileWriter.h"

#include <chrono>

namespace solus::demo {
namespace {

constexpr int block = 480; // a typical block size of a live host

} // namespace

Clip load(const std::string& path) {
    AudioFileReader reader(path);
    if (reader.info().channels != 1) throw Error(path + ": the demo's clips are mono");
    return {reader.readAll(), reader.info().sampleRate};
}

void save(const std::string& path, const Clip& clip) {
    AudioInfo info;
    info.container = "wav";
    info.sampleRate = clip.sampleRate;
    info.channels = 1;
    info.frames = static_cast<std::int64_t>(clip.samples.size());
    AudioFileWriter writer(path, info);
    writer.write(clip.samples.data(), *info.frames);
    writer.commit();
}

Cleaned clean(const Clip& clip, const std::optional<VoicePrint>& only) {
    VoiceEngine engine(defaultDenoiser(), only ? defaultEmbedder() : nullptr);
    if (only) {
        EngineSettings settings;
        settings.gateOn = true;
        engine.setSettings(settings);
        engine.setVoices({*only});
        engine.setLookAhead(specOf(Parameter::lookAhead).high);
    }
    engine.prepare(clip.sampleRate, 1);
    const int latency = engine.latencySamples();
    const auto start = std::chrono::steady_clock::now();
    std::vector<float> samples = render(engine, clip.samples, block);
    const std::chrono::duration<double> spent = std::chrono::steady_clock::now() - start;
    const double seconds = static_cast<double>(samples.size()) / clip.sampleRate;
    return {{std::move(samples), clip.sampleRate}, spent.count() / seconds, latency};
}

VoiceAnalysis analyse(const std::vector<Clip>& clips) {
    VoiceAnalyser analyser(defaultDenoiser(), defaultEmbedder(), clips.at(0).sampleRate, 1);
    for (const Clip& clip : clips) {
        if (clip.sampleRate != clips[0].sampleRate) throw Error("clips of one voice must share one rate");
        const float* channel = clip.samples.data();
        analyser.push(&channel, static_cast<int>(clip.samples.size()));
    }
    return analyser.finish();
}

} // namespace solus::demo
