// Files of users keep working: models, a voice print and its score, as an earlier Solus wrote them.
#include "Base/Error.h"
#include "Engine/Models.h"
#include "Engine/VoiceAnalyser.h"
#include "Engine/VoiceEngine.h"
#include "Engine/VoiceFolder.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <cstring>
#include <fstream>
#include <iterator>
#include <numbers>
#include <string>
#include <vector>

using namespace solus;

namespace {

const std::string folder = SOLUS_FIXTURES "/files/";

/// Harmonics that rise and pulse, in noise.
std::vector<float> input(int count, double gain = 1.0) {
    std::vector<float> x(static_cast<size_t>(count));
    std::uint32_t state = 7;
    for (int n = 0; n < count; ++n) {
        state = state * 1664525u + 1013904223u;
        const double t = n / 48000.0, twoPi = 2.0 * std::numbers::pi;
        double voice = 0.0;
        for (int h = 1; h < 12; ++h) voice += 0.05 / h * std::sin(twoPi * 140.0 * h * t * (1.0 + 0.1 * t));
        const double noise = 0.02 * ((state >> 8) / 8388608.0 - 1.0);
        x[static_cast<size_t>(n)] =
            static_cast<float>(gain * (voice * (0.5 + 0.5 * std::sin(twoPi * 4.0 * t)) + noise));
    }
    return x;
}

std::vector<float> expected(const std::string& name) {
    std::ifstream file(folder + name + ".expected.f32", std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(file), {}};
    REQUIRE(!bytes.empty());
    std::vector<float> samples(bytes.size() / sizeof(float));
    std::memcpy(samples.data(), bytes.data(), samples.size() * sizeof(float));
    return samples;
}

VoiceAnalysis listenTo(double gain) {
    VoiceAnalyser analyser(Model::load(folder + "bin-gains.safetensors"),
                           Model::load(folder + "speaker.safetensors"), 48000.0, 1);
    const auto x = input(240'000, gain);
    const float* samples = x.data();
    analyser.push(&samples, static_cast<int>(x.size()));
    return analyser.finish();
}

} // namespace

TEST_CASE("model files of versions 1 and 2 load and give the samples that they gave") {
    for (const std::string name : {"bin-gains", "band-filter", "magnitudes", "two-paths"}) {
        INFO(name);
        const auto model = Model::load(folder + name + ".safetensors");
        CHECK(model->name == name);
        CHECK(model->about.at("licence") == "CC0-1.0");
        VoiceEngine engine(model);
        EngineSettings settings;
        settings.amountDb = 24.0f;
        engine.setSettings(settings);
        engine.prepare(48000.0, 1);
        auto samples = input(14'400);
        float* block = samples.data();
        engine.process(&block, &block, static_cast<int>(samples.size()));
        const auto wanted = expected(name);
        REQUIRE(wanted.size() == samples.size() / 4);
        double error = 0.0, power = 0.0;
        for (size_t i = 0; i < wanted.size(); ++i) {
            error = std::max(error, std::abs(static_cast<double>(wanted[i]) - samples[4 * i]));
            power += static_cast<double>(wanted[i]) * wanted[i];
        }
        CHECK(power > 0.1);
        CHECK(error < 2e-5); // other processors round otherwise
    }
}

TEST_CASE("a voice print loads, and its voice scores as it did; of another speaker model it is refused") {
    const auto embedder = Model::load(folder + "speaker.safetensors");
    const VoicePrint print = VoiceFolder().load(folder + "Anna.voice", *embedder);
    CHECK(print.name == "Anna");
    CHECK(print.created == "2026-11-29T12:00:00Z");
    CHECK(print.seconds == Approx(5.01));
    const VoiceAnalysis analysis = listenTo(4.0);
    for (size_t i = 0; i < print.embedding.size(); ++i)
        CHECK(analysis.embedding[i] == Approx(print.embedding[i]).margin(1e-4));
    CHECK(verify(print, listenTo(2.0), *embedder) == Approx(0.507483363).margin(1e-3));
    const auto other = builtInModel(defaultEmbedderName);
    CHECK_THROWS_WITH(VoiceFolder().load(folder + "Anna.voice", *other), Catch::Contains("enrol again"));
    CHECK_THROWS_AS(verify(print, analysis, *other), Error);
}
