// The controls: amount, mix, bypass, removed, stereo, and bad samples.
#include "Base/Error.h"
#include "Engine/Models.h"
#include "Engine/VoiceEngine.h"
#include "Measure/Larger.h"
#include "Support/Signals.h"
#include "Support/ToyModels.h"

#include <catch2/catch.hpp>
#include <limits>

using namespace solus;

namespace {

toy::Audio runWith(const EngineSettings& settings, const toy::Audio& in, double rate = 48000) {
    VoiceEngine engine(toy::randomDenoiser(1));
    engine.setSettings(settings);
    engine.prepare(rate, static_cast<int>(in.size()));
    return toy::run(engine, in);
}

double largestDifference(const std::vector<float>& a, const std::vector<float>& b, size_t delay,
                         size_t from = 0) {
    double largest = 0.0;
    for (size_t n = from; n + delay < b.size(); ++n) largest = larger(largest, std::abs(b[n + delay] - a[n]));
    return largest;
}

} // namespace

TEST_CASE("amount 0 takes nothing away; mix 0 and bypass are the delayed input, bit by bit") {
    const auto in = toy::noise(1, 20000, 3);
    EngineSettings settings;
    settings.amountDb = 0.0f;
    CHECK(largestDifference(in[0], runWith(settings, in)[0], 1024) < 1e-6);
    settings = {};
    settings.mix = 0.0f;
    CHECK(largestDifference(in[0], runWith(settings, in)[0], 1024) == 0.0);
    settings = {};
    settings.bypass = true;
    settings.outputGainDb = 6.0f;
    CHECK(largestDifference(in[0], runWith(settings, in)[0], 1024) == 0.0);
}

TEST_CASE("at most `amount` dB are taken away, and nothing is added") {
    const auto in = toy::noise(1, 48000, 3);
    double before = 0.0;
    for (float amount : {6.0f, 12.0f, 60.0f}) {
        EngineSettings settings;
        settings.amountDb = amount;
        const auto out = runWith(settings, in);
        const double reduction = toy::levelDb(in[0], 4000, 40000) - toy::levelDb(out[0], 5024, 41024);
        CHECK(reduction < amount);
        CHECK(reduction > before);
        before = reduction;
    }
}

TEST_CASE("cleaned plus removed is the input") {
    const auto in = toy::noise(1, 20000, 3);
    EngineSettings settings;
    const auto cleaned = runWith(settings, in, 44100);
    settings.listenToRemoved = true;
    auto sum = runWith(settings, in, 44100);
    for (size_t n = 0; n < sum[0].size(); ++n) sum[0][n] += cleaned[0][n];
    VoiceEngine engine(toy::randomDenoiser(1));
    engine.prepare(44100, 1);
    CHECK(largestDifference(in[0], sum[0], static_cast<size_t>(engine.latencySamples())) < 1e-6);
}

TEST_CASE("switching mix, bypass and removed while running makes no step") {
    const auto in = toy::Audio{toy::sine(440, 48000, 96000, 0.25)};
    VoiceEngine engine(toy::transparentDenoiser());
    engine.prepare(48000, 1);
    EngineSettings settings;
    int calls = 0;
    const auto out = toy::run(engine, in, [&] {
        settings.bypass = ++calls % 7 == 3;
        settings.listenToRemoved = calls % 5 == 2;
        settings.mix = calls % 2 == 0 ? 1.0f : 0.3f;
        settings.amountDb = calls % 3 == 0 ? 0.0f : 40.0f;
        engine.setSettings(settings);
        return 2400;
    });
    double step = 0.0; // a 440 Hz sine of 0.25 changes by at most 0.0144 per sample
    for (size_t n = 2000; n < out[0].size(); ++n)
        step = std::max<double>(step, std::abs(out[0][n] - out[0][n - 1]));
    CHECK(step < 0.018);
}

TEST_CASE("one mask for both channels, from their mean power: an inverted right channel changes nothing") {
    auto in = toy::noise(2, 30000, 8);
    in[1] = in[0];
    const auto same = runWith({}, in);
    for (float& x : in[1]) x = -x;
    const auto inverted = runWith({}, in);
    CHECK(same[0] == inverted[0]);
    for (size_t n = 0; n < same[1].size(); ++n) REQUIRE(inverted[1][n] == -same[1][n]);
    const auto mono = runWith({}, {in[0]}); // and stereo of twice the same is mono
    CHECK(largestDifference(mono[0], same[0], 0) < 1e-6);
}

TEST_CASE(
    "bad samples live: NaN, Inf and absurd values count as silence or are limited, and pass within a second") {
    auto in = toy::noise(1, 3 * 48000, 8);
    const auto clean = runWith({}, in);
    for (size_t n = 20000; n < 20050; n += 5) {
        in[0][n] = std::numeric_limits<float>::quiet_NaN();
        in[0][n + 1] = std::numeric_limits<float>::infinity();
        in[0][n + 2] = -1e30f;
    }
    const auto out = runWith({}, in);
    for (float y : out[0]) REQUIRE((std::isfinite(y) && std::abs(y) <= 16.0f));
    CHECK(largestDifference(clean[0], out[0], 0, 20000 + 48000) < 1e-4);
}

TEST_CASE("a model whose state blows up is reset and goes on") {
    // A dense layer with huge weights overflows to Inf - Inf inside the GRU on loud input.
    std::mt19937 random(5);
    const StftSpec stft;
    const int bins = stft.bins();
    const nlohmann::json layers{{{"type", "dense"}, {"name", "a"}},
                                {{"type", "dense"}, {"name", "b"}},
                                {{"type", "sigmoid"}, {"name", "gain"}}};
    toy::Tensor huge = toy::randomTensor({4, bins}, random, 1e30f),
                wide = toy::randomTensor({bins, 4}, random, 1e30f);
    const auto model = Model::parse(toy::fileOf("denoiser", stft, {}, layers,
                                                {{"a.weight", huge},
                                                 {"a.bias", toy::randomTensor({4}, random, 1.0f)},
                                                 {"b.weight", wide},
                                                 {"b.bias", toy::randomTensor({bins}, random, 1.0f)}}),
                                    "toy");
    VoiceEngine engine(model);
    engine.prepare(48000, 1);
    const auto out = toy::run(engine, toy::noise(1, 20000, 1));
    for (float y : out[0]) REQUIRE(std::isfinite(y));
}

TEST_CASE("absurd preparations are refused in words") {
    VoiceEngine engine(toy::transparentDenoiser());
    CHECK_THROWS_AS(engine.prepare(4000, 1), Error);
    CHECK_THROWS_AS(engine.prepare(48000, 0), Error);
    CHECK_THROWS_AS(engine.prepare(std::nan(""), 2), Error);
    CHECK_THROWS_AS(VoiceEngine(nullptr), Error);
}

TEST_CASE("what follows half a second of digital silence does not depend on what was before it") {
    const auto model = defaultDenoiser(); // a shipped network: it has state
    const int hop = model->stft.hop;
    const auto after = [&](size_t noiseHops, size_t silentHops) {
        VoiceEngine engine(model);
        engine.prepare(48000, 1);
        auto in = toy::noise(1, noiseHops * hop, 5);
        in[0].resize((noiseHops + silentHops) * hop, 0.0f);
        const size_t start = in[0].size();
        const auto then = toy::noise(1, 24000, 3);
        in[0].insert(in[0].end(), then[0].begin(), then[0].end());
        const auto out = toy::run(engine, in);
        return std::vector<float>(out[0].begin() + static_cast<std::ptrdiff_t>(start), out[0].end());
    };
    const auto afterLong = after(0, 1000);
    CHECK(largestDifference(after(0, 120), afterLong, 0) == 0.0);
    CHECK(largestDifference(after(40, 120), afterLong, 0) == 0.0);
    CHECK(largestDifference(after(40, 60), afterLong, 0) > 1e-4); // the test can fail
}
