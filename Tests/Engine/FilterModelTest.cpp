// The engine's guarantees hold for models with a deep filter too, at 10 and at 5 ms of latency, and with look-ahead.
#include "Engine/VoiceEngine.h"
#include "Support/Signals.h"
#include "Support/ToyModels.h"

#include <catch2/catch.hpp>

using namespace solus;

namespace {

const std::vector<StftSpec> specs{{960, 240, 480, "sqrt_hann"}, {960, 120, 240, "sqrt_hann"}};

toy::Audio runWith(const std::shared_ptr<const Model>& model, const EngineSettings& settings,
                   const toy::Audio& in, double rate = 48000) {
    VoiceEngine engine(model);
    engine.setSettings(settings);
    engine.prepare(rate, static_cast<int>(in.size()));
    return toy::run(engine, in);
}

double errorDb(const std::vector<float>& in, const std::vector<float>& out, int delay) {
    std::vector<float> error(in.size() - static_cast<size_t>(delay));
    for (size_t n = 0; n < error.size(); ++n) error[n] = out[n + static_cast<size_t>(delay)] - in[n];
    return toy::levelDb(error, 0, error.size()) - toy::levelDb(in, 0, error.size());
}

} // namespace

TEST_CASE("deep filter: any way of cutting the input gives the same bits") {
    for (const StftSpec& spec : specs)
        for (const auto& [rate, lookAhead] :
             {std::pair{48000.0, 0}, {44100.0, 0}, {48000.0, 3}, {44100.0, 1}}) {
            const auto in = toy::noise(2, 30000, 9);
            toy::Audio reference;
            for (unsigned seed = 0; seed < 4; ++seed) {
                VoiceEngine engine(toy::filterDenoiser(1, spec, 0.5f, lookAhead), toy::randomEmbedder(2));
                engine.prepare(rate, 2);
                engine.alwaysListen(true);
                std::mt19937 random(seed);
                const int longest = std::vector<int>{512, 1, 8192, 700}[seed];
                const auto out = toy::run(
                    engine, in, [&] { return longest == 1 ? 1 : static_cast<int>(random() % (longest + 1)); },
                    seed == 3);
                if (seed == 0)
                    reference = out;
                else
                    REQUIRE(out == reference);
            }
            CHECK(toy::levelDb(reference[0], 10000, 30000) > -60.0); // something came out,
            CHECK(errorDb(in[0], reference[0], 800) > -20.0);        // and it is not what went in
        }
}

TEST_CASE(
    "deep filter: the latency is the synthesis window and the look-ahead, exactly, and a transparent model is "
    "inaudible") {
    for (const StftSpec& spec : specs)
        for (const int lookAhead : {0, 1, 2, 7}) {
            VoiceEngine engine(toy::transparentFilterDenoiser(spec, lookAhead));
            engine.prepare(48000, 2);
            const int latency = spec.synthesis + lookAhead * spec.hop;
            CHECK(engine.latencySamples() == latency);
            const auto in = toy::noise(2, 40000, 5);
            const auto out = toy::run(engine, in, 333);
            for (int c : {0, 1}) CHECK(errorDb(in[c], out[c], latency) < -120.0);
        }
}

TEST_CASE("look-ahead delays the sound, not the network: what it hears acts on sound from before") {
    const StftSpec& spec = specs[0];
    constexpr size_t change = 20000;
    auto in = toy::noise(1, 40000, 5), other = in;
    const auto loud = toy::noise(1, 40000, 6);
    for (size_t n = change; n < in[0].size(); ++n) other[0][n] = 3.0f * loud[0][n];
    for (const int lookAhead : {0, 2, 5}) {
        const auto model = toy::filterDenoiser(1, spec, 0.5f, lookAhead);
        const auto a = runWith(model, {}, in)[0], b = runWith(model, {}, other)[0];
        size_t first = 0;
        while (first < a.size() && a[first] == b[first]) ++first;
        CHECK(first >= change);                                     // it cannot know the future,
        CHECK(first <= change + static_cast<size_t>(spec.hop) * 2); // and does not wait for it
    }
}

TEST_CASE("a mask that holds for several hops adds no latency, and the hop may be short") {
    const StftSpec spec{960, 45, 90, "sqrt_hann"};
    VoiceEngine engine(toy::transparentFilterDenoiser(spec, 0, 4));
    engine.prepare(48000, 2);
    CHECK(engine.latencySamples() == 90);
    const auto in = toy::noise(2, 40000, 5);
    const auto out = toy::run(engine, in, 333);
    for (int c : {0, 1}) CHECK(errorDb(in[c], out[c], 90) < -120.0);
    VoiceEngine whole(toy::filterDenoiser(1, spec, 0.5f, 0, 4)),
        parts(toy::filterDenoiser(1, spec, 0.5f, 0, 4));
    whole.prepare(48000, 2);
    parts.prepare(48000, 2);
    CHECK(toy::run(whole, in, 40000) == toy::run(parts, in, 7));
}

TEST_CASE("with look-ahead the mask holds to the last sample before digital silence") {
    std::vector<float> values(24 + 2 * 16 * 3, 0.0f);
    std::fill(values.begin(), values.begin() + 24, 0.1f);
    auto in = toy::noise(1, 40000, 5);
    std::fill(in[0].begin() + 30000, in[0].end(), 0.0f);
    EngineSettings settings;
    settings.amountDb = 100.0f;
    const int lookAhead = 5, latency = specs[0].synthesis + lookAhead * specs[0].hop;
    const auto out = runWith(toy::constantFilterDenoiser(specs[0], values, lookAhead), settings, in)[0];
    for (size_t n = static_cast<size_t>(latency); n < out.size(); ++n)
        REQUIRE(std::abs(out[n] - 0.1f * in[0][n - static_cast<size_t>(latency)]) < 1e-5f);
}

TEST_CASE("with look-ahead the amount 0 is the identity, and a change of model is cross-faded") {
    const auto in = toy::noise(1, 60000, 3);
    EngineSettings settings;
    settings.amountDb = 0.0f;
    VoiceEngine engine(toy::filterDenoiser(1, specs[0]));
    engine.setSettings(settings);
    engine.prepare(48000, 1);
    auto out = toy::run(engine, in, 480);
    CHECK(errorDb(in[0], out[0], specs[0].synthesis) < -120.0);
    engine.setDenoiser(toy::filterDenoiser(1, specs[0], 0.5f, 4));
    toy::run(engine, in, 480);
    CHECK(engine.latencySamples() == specs[0].synthesis + 4 * specs[0].hop);
    out = toy::run(engine, in, 480);
    const auto later = static_cast<size_t>(engine.latencySamples());
    for (size_t n = later; n < in[0].size(); ++n) REQUIRE(std::abs(out[0][n] - in[0][n - later]) < 1e-5f);
}

TEST_CASE(
    "deep filter: amount 0 is the identity, and the amount moves the output between input and cleaned") {
    const auto in = toy::noise(1, 40000, 3);
    for (const StftSpec& spec : specs) {
        EngineSettings settings;
        double before = -1000.0;
        for (float amount : {0.0f, 1.0f, 6.0f, 20.0f, 100.0f}) {
            settings.amountDb = amount;
            const double error =
                errorDb(in[0], runWith(toy::filterDenoiser(1, spec), settings, in)[0], spec.synthesis);
            if (amount == 0.0f) CHECK(error < -120.0);
            CHECK(error > before);
            before = error;
        }
        CHECK(before > -20.0);
    }
}

TEST_CASE("deep filter: a voice at half the level on the right stays there; opposite phases change nothing") {
    auto in = toy::noise(2, 30000, 8);
    for (const StftSpec& spec : specs) {
        const auto model = toy::filterDenoiser(1, spec);
        for (size_t n = 0; n < in[0].size(); ++n) in[1][n] = 0.5f * in[0][n];
        const auto panned = runWith(model, {}, in);
        for (size_t n = 0; n < in[0].size(); ++n)
            REQUIRE(std::abs(panned[1][n] - 0.5f * panned[0][n]) < 1e-7f);
        in[1] = in[0];
        const auto same = runWith(model, {}, in);
        for (float& x : in[1]) x = -x;
        const auto opposite = runWith(model, {}, in);
        for (size_t n = 0; n < in[0].size(); ++n) {
            REQUIRE(opposite[0][n] == same[0][n]);
            REQUIRE(opposite[1][n] == -same[1][n]);
        }
        const auto mono = runWith(model, {}, {in[0]});
        for (size_t n = 0; n < in[0].size(); ++n) REQUIRE(std::abs(mono[0][n] - same[0][n]) < 1e-5f);
    }
}

TEST_CASE("deep filter: channels swapped in are channels swapped out") {
    const auto in = toy::noise(2, 30000, 8);
    const auto a = runWith(toy::filterDenoiser(1, specs[0]), {}, in);
    const auto b = runWith(toy::filterDenoiser(1, specs[0]), {}, {in[1], in[0]});
    for (size_t n = 0; n < in[0].size(); ++n) {
        REQUIRE(std::abs(a[0][n] - b[1][n]) < 1e-5f);
        REQUIRE(std::abs(a[1][n] - b[0][n]) < 1e-5f);
    }
}

TEST_CASE("deep filter: silence stays silence, also after sound and with denormals off") {
    auto in = toy::noise(1, 60000, 8);
    std::fill(in[0].begin() + 20000, in[0].end(), 0.0f);
    const auto out = runWith(toy::filterDenoiser(1, specs[0]), {}, in);
    for (size_t n = 22000; n < 60000; ++n) REQUIRE(out[0][n] == 0.0f);
    const auto loud = toy::noise(1, 60000, 9);
    std::copy(loud[0].begin() + 40000, loud[0].end(), in[0].begin() + 40000);
    const auto again = runWith(toy::filterDenoiser(1, specs[0]), {}, in);
    CHECK(toy::levelDb(again[0], 45000, 60000) > -60.0); // and it is active when the sound returns
}

TEST_CASE("deep filter: reduction shown is never above 0 dB, however the filter amplifies") {
    VoiceEngine engine(toy::filterDenoiser(1, specs[0], 5.0f));
    engine.prepare(48000, 1);
    const auto in = toy::noise(1, 48000, 2);
    toy::run(engine, in, [&] {
        REQUIRE(engine.noiseReductionDb() <= 0.0f);
        return 480;
    });
}
