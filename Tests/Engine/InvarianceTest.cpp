// The block size has no effect: the output is bit-identical however the input is cut.
#include "Engine/VoiceEngine.h"
#include "Support/Signals.h"
#include "Support/ToyModels.h"

#include <catch2/catch.hpp>

using namespace solus;

TEST_CASE("random partitions of 0 ... 8192 samples give the same bits, in place too") {
    const auto denoiser = toy::randomDenoiser(1);
    const auto embedder = toy::randomEmbedder(2);
    EngineSettings settings;
    settings.gateOn = true;
    settings.mix = 0.8f;
    const VoicePrint voice{"me", embedder->hash, {1, 0, 0, 0, 0, 0, 0, 0}, 10.0, ""};
    for (double rate : {48000.0, 44100.0, 16000.0, 44056.0, 96000.0}) {
        const auto in = toy::noise(2, 60000, 9);
        toy::Audio reference;
        for (unsigned seed = 0; seed < 6; ++seed) {
            VoiceEngine engine(denoiser, embedder);
            engine.prepare(rate, 2);
            engine.setSettings(settings);
            engine.setVoices({voice});
            std::mt19937 random(seed);
            const int longest = std::vector<int>{512, 1, 8192, 3, 700, 8192}[seed];
            const auto out = toy::run(
                engine, in, [&] { return longest == 1 ? 1 : static_cast<int>(random() % (longest + 1)); },
                seed == 4);
            if (seed == 0)
                reference = out;
            else
                REQUIRE(out == reference);
        }
        double change = 0.0; // the mask changed something, so the equality is meaningful
        for (size_t n = 20000; n < 50000; ++n) change = std::max<double>(change, std::abs(reference[0][n]));
        CHECK(change > 0.001);
    }
}

TEST_CASE("after reset() the engine gives what a new one gives") {
    const auto in = toy::noise(1, 20000, 4);
    VoiceEngine engine(toy::randomDenoiser(3));
    engine.prepare(44100, 1);
    const auto first = toy::run(engine, in);
    engine.reset();
    CHECK(toy::run(engine, in) == first);
    engine.setDenoiser(toy::randomDenoiser(5));
    toy::run(engine, toy::noise(1, 100, 1));    // that one warms up,
    engine.setDenoiser(toy::randomDenoiser(3)); // and this one waits for it
    engine.reset();
    CHECK(toy::run(engine, in) == first);
    engine.prepare(48000, 2);
    engine.prepare(44100, 1);
    CHECK(toy::run(engine, in) == first);
}
