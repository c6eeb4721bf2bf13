// Every shipped denoiser, on bundled recordings: it cleans, it leaves a clean voice alone, and it works after minutes
// as at the start.
#include "Engine/Models.h"
#include "Engine/Render.h"
#include "Files/AudioFileReader.h"
#include "Measure/Metrics.h"

#include <algorithm>
#include <catch2/catch.hpp>

using namespace solus;

namespace {

std::vector<float> load(const std::string& name) {
    AudioFileReader reader(SOLUS_RESOURCES "/Demo/" + name);
    REQUIRE(reader.info().sampleRate == 48000);
    return reader.readAll();
}

/// At the default amount, aligned with the input.
std::vector<float> denoised(const std::string& model, const std::vector<float>& signal) {
    VoiceEngine engine(builtInModel(model));
    engine.prepare(48000, 1);
    return render(engine, signal);
}

std::vector<std::string> denoisers() {
    std::vector<std::string> names;
    for (const auto& model : embeddedModels())
        if (builtInModel(model.name)->kind == "denoiser") names.push_back(model.name);
    return names;
}

/// The minimum SI-SDR in dB for a clean voice. The classics that predict magnitudes frame by frame are for
/// comparison, and their cards state what they cost.
double cleanVoiceLimit(const std::string& model) {
    return builtInModel(model)->features.type == "magnitude" ? 13.0 : 25.0;
}

} // namespace

TEST_CASE("every shipped denoiser cleans a voice in the rain, after two minutes as at the start") {
    const auto clean = load("voice-in-rain.clean.flac"), noisy = load("voice-in-rain.flac");
    const double before = siSdrDb(clean, noisy);
    const int times = static_cast<int>(120 * 48000 / noisy.size());
    for (const auto& model : denoisers()) {
        INFO(model);
        std::vector<float> stream;
        for (int i = 0; i < times; ++i) stream.insert(stream.end(), noisy.begin(), noisy.end());
        const auto out = denoised(model, stream);
        const auto piece = [&](int i) { return std::span(out).subspan(i * noisy.size(), noisy.size()); };
        const double first = siSdrDb(clean, piece(0)) - before,
                     last = siSdrDb(clean, piece(times - 1)) - before;
        CHECK(first > 4.0);
        CHECK(last > first - 1.0);
    }
}

TEST_CASE("every shipped denoiser leaves a clean voice alone, a classic as far as its card says, and silence "
          "silent") {
    const auto clean = load("voice-in-rain.clean.flac");
    for (const auto& model : denoisers()) {
        INFO(model);
        CHECK(siSdrDb(clean, denoised(model, clean)) > cleanVoiceLimit(model));
        const auto silence = denoised(model, std::vector<float>(96000, 0.0f));
        CHECK(*std::max_element(silence.begin(), silence.end()) == 0.0f);
        CHECK(*std::min_element(silence.begin(), silence.end()) == 0.0f);
    }
}
