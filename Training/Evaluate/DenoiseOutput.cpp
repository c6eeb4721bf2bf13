// Runs the engine over one recording; reads and writes cleaned recordings.
#include "Evaluate/DenoiseOutput.h"

#include "Base/Error.h"
#include "Engine/Render.h"
#include "Engine/VoiceEngine.h"
#include "Evaluate/DenoiseFigures.h"
#include "Evaluate/EvaluateFiles.h"
#include "Files/AudioFileWriter.h"

namespace solus::train {

namespace fs = std::filesystem;

std::vector<float> denoise(const std::shared_ptr<const Model>& model, const std::vector<float>& signal,
                           float amountDb) {
    VoiceEngine engine(model);
    engine.prepare(evaluationRate, 1);
    EngineSettings settings;
    settings.amountDb = amountDb;
    engine.setSettings(settings);
    engine.reset();
    return render(engine, signal, 512);
}

std::vector<float> readCleaned(const fs::path& folder, const std::string& file, size_t length) {
    constexpr size_t forgiven = evaluationRate / 10;
    for (const char* ending : {".wav", ".flac"}) {
        const auto path = (folder / file).replace_extension(ending);
        if (!fs::exists(path)) continue;
        auto samples = readMono(path, evaluationRate);
        if (samples.size() + forgiven < length || samples.size() > length + forgiven)
            throw Error(path.string() + ": its length differs from the clean recording's by more than 0.1 s");
        samples.resize(length, 0.0f);
        return samples;
    }
    throw Error((folder / file).string() + ": neither a .wav nor a .flac of that name");
}

void writeCleaned(const fs::path& folder, const std::string& file, const std::vector<float>& samples) {
    AudioInfo info;
    info.sampleRate = evaluationRate;
    info.channels = 1;
    info.format = SampleFormat::float32;
    const auto frames = static_cast<std::int64_t>(samples.size());
    info.frames = frames;
    AudioFileWriter writer((folder / file).replace_extension(".wav").string(), info);
    writer.write(samples.data(), frames);
    writer.commit();
}

} // namespace solus::train
