// Channels together or split: split, every channel gets the output of an engine of its own.
#include "Base/Error.h"
#include "Engine/VoiceEngine.h"
#include "Support/Signals.h"
#include "Support/ToyModels.h"

#include <catch2/catch.hpp>

using namespace solus;

namespace {

toy::Audio processed(const toy::Audio& in, bool split, double rate = 44100.0) {
    VoiceEngine engine(toy::randomDenoiser(1));
    engine.setSplit(split);
    engine.prepare(rate, static_cast<int>(in.size()));
    return toy::run(engine, in);
}

} // namespace

TEST_CASE("split, each channel comes out as if it were alone") {
    toy::Audio in = toy::noise(3, 30000, 4);
    for (float& x : in[1]) x *= 0.01f;
    const auto apart = processed(in, true), together = processed(in, false);
    for (size_t c = 0; c < in.size(); ++c) {
        CHECK(apart[c] == processed({in[c]}, false)[0]);
        CHECK(apart[c] != together[c]);
    }
    CHECK(processed({in[0]}, true) == processed({in[0]}, false)); // one channel: nothing to split
}

TEST_CASE("a silent side stays as quiet as without the talker on the other") {
    toy::Audio in(2);
    in[0] = toy::noise(1, 30000, 4, 0.5f)[0];
    in[1] = toy::noise(1, 30000, 5, 0.001f)[0];
    CHECK(processed(in, true)[1] == processed({in[1]}, false)[0]);
}

TEST_CASE("splitting while it runs is a cross-fade of the same latency, and ends where a split engine is") {
    const auto in = toy::noise(2, 60000, 6);
    VoiceEngine engine(toy::transparentDenoiser());
    engine.prepare(48000, 2);
    EngineSettings all;
    all.amountDb = 100.0f;
    engine.setSettings(all);
    const int latency = engine.latencySamples();
    toy::run(engine, {std::vector<float>(in[0].begin(), in[0].begin() + 30000),
                      std::vector<float>(in[1].begin(), in[1].begin() + 30000)});
    CHECK_FALSE(engine.isSplit());
    engine.setSplit(true);
    CHECK(engine.isSplit());
    const toy::Audio rest{std::vector<float>(in[0].begin() + 30000, in[0].end()),
                          std::vector<float>(in[1].begin() + 30000, in[1].end())};
    const auto out = toy::run(engine, rest);
    CHECK(engine.latencySamples() == latency);
    // A transparent model: the fade must be inaudible.
    for (size_t c = 0; c < 2; ++c)
        for (size_t n = static_cast<size_t>(latency); n < out[c].size(); ++n)
            REQUIRE(out[c][n] == Approx(rest[c][n - static_cast<size_t>(latency)]).margin(1e-4));
}

TEST_CASE("split, the gate opens for the side on which the voice is") {
    const auto embedder = toy::randomEmbedder(2);
    VoiceEngine engine(toy::transparentDenoiser(), embedder);
    engine.setSplit(true);
    engine.prepare(48000, 2);
    EngineSettings settings;
    settings.gateOn = true;
    engine.setSettings(settings);
    engine.setVoices({{"me", embedder->hash, {1, 0, 0, 0, 0, 0, 0, 0}, 10.0, ""}});
    const auto noise = toy::noise(1, 96000, 3);
    const auto out = toy::run(engine, {noise[0], std::vector<float>(96000, 0.0f)});
    VoiceEngine alone(toy::transparentDenoiser(), embedder);
    alone.prepare(48000, 1);
    alone.setSettings(settings);
    alone.setVoices({{"me", embedder->hash, {1, 0, 0, 0, 0, 0, 0, 0}, 10.0, ""}});
    CHECK(out[0] == toy::run(alone, noise)[0]);
    CHECK(engine.speakerScore() == alone.speakerScore());
    CHECK(engine.talker() == alone.talker());
}
