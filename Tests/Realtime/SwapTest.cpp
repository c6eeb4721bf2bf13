// Swapping models while running: no click, the old one keeps playing if the new one is bad, the latency changes once.
// Also runs under ThreadSanitizer.
#include "Base/Error.h"
#include "Engine/VoiceEngine.h"
#include "Support/Signals.h"
#include "Support/ToyModels.h"

#include <atomic>
#include <catch2/catch.hpp>
#include <thread>

using namespace solus;

TEST_CASE("a swap cross-fades without a step and reports the new latency once") {
    VoiceEngine engine(toy::transparentDenoiser());
    engine.prepare(48000, 1);
    const toy::Audio in{toy::sine(200, 48000, 96000, 0.25)};
    int calls = 0, changes = 0, latency = engine.latencySamples();
    const auto out = toy::run(engine, in, [&] {
        if (++calls == 40) engine.setDenoiser(toy::transparentDenoiser({960, 240, 480, "sqrt_hann"}));
        if (engine.latencySamples() != latency) {
            ++changes;
            latency = engine.latencySamples();
        }
        return 480;
    });
    CHECK(changes == 1);
    CHECK(latency == 480);
    double step = 0.0; // 200 Hz at 0.25 changes by 0.0066 per sample
    for (size_t n = 2000; n < out[0].size(); ++n)
        step = std::max<double>(step, std::abs(out[0][n] - out[0][n - 1]));
    CHECK(step < 0.0075);
    for (size_t n = 60000; n < 90000; ++n) REQUIRE(out[0][n + 480] == Approx(in[0][n]).margin(1e-5));
}

TEST_CASE("bad model files change nothing: thousands of truncations and bit flips of a real one") {
    const std::vector<std::vector<std::byte>> files{toy::randomDenoiserFile(1, {64, 32, 64, "sqrt_hann"}),
                                                    toy::filterDenoiserFile(1, {960, 240, 480, "sqrt_hann"})};
    VoiceEngine engine(toy::randomDenoiser(1)), untouched(toy::randomDenoiser(1));
    engine.prepare(48000, 1);
    untouched.prepare(48000, 1);
    std::mt19937 random(11);
    int refused = 0;
    for (int i = 0; i < 4000; ++i) {
        auto bad = files[static_cast<size_t>(i / 2 % 2)];
        if (i % 2 == 0)
            bad.resize(random() % bad.size());
        else // in the header, where every bit matters
            bad[random() % 1200] ^= static_cast<std::byte>(1u << (random() % 8));
        try {
            const auto model = Model::parse(bad, "bad");
            const Denoiser proof(model, 1);
        } catch (const Error&) {
            ++refused;
        }
    }
    CHECK(refused > 3000); // a flip inside a name or a number may leave a valid file
    auto wrongKind = toy::randomEmbedder(1);
    CHECK_THROWS_AS(engine.setDenoiser(wrongKind), Error);
    CHECK_THROWS_AS(engine.setDenoiser(nullptr), Error);
    const auto in = toy::noise(1, 20000, 2);
    CHECK(toy::run(engine, in) == toy::run(untouched, in));
}

TEST_CASE("swaps, settings and voices from three threads beside the audio thread") {
    const auto embedder = toy::randomEmbedder(2);
    const StftSpec small{128, 64, 128, "sqrt_hann"};
    VoiceEngine engine(toy::randomDenoiser(1, small), embedder);
    engine.prepare(48000, 1);
    std::atomic<bool> stop{false};
    std::thread models([&] {
        for (unsigned i = 0; !stop; ++i) engine.setDenoiser(toy::randomDenoiser(i % 3, small));
    });
    std::thread voices([&] {
        while (!stop) engine.setVoices({{"me", embedder->hash, {1, 0, 0, 0, 0, 0, 0, 0}, 9.0, ""}});
    });
    std::thread settings([&] {
        EngineSettings s;
        while (!stop) {
            s.gateOn = !s.gateOn;
            engine.setSettings(s);
            (void)engine.speakerScore();
            (void)engine.latencySamples();
        }
    });
    const auto out = toy::run(engine, toy::noise(1, 300000, 1), 300);
    stop = true;
    models.join();
    voices.join();
    settings.join();
    for (float y : out[0]) REQUIRE(std::isfinite(y));
}
