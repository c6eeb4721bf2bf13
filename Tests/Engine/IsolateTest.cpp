// The isolator in the denoiser's place: when it runs, how it takes over, and whose voice it keeps.
#include "Base/Error.h"
#include "Engine/VoiceEngine.h"
#include "Support/Signals.h"
#include "Support/ToyModels.h"

#include <catch2/catch.hpp>

using namespace solus;

namespace {

const auto embedder = toy::randomEmbedder(2);

VoicePrint voice(float first) {
    return {"v", embedder->hash, {first, std::sqrt(1.0f - first * first), 0, 0, 0, 0, 0, 0}, 9.0, ""};
}

EngineSettings onlyMe(OnlyMe how) {
    EngineSettings settings;
    settings.gateOn = true;
    settings.onlyMe = how;
    settings.amountDb = 100.0f;
    return settings;
}

/// An engine whose denoiser passes everything, and whose isolator passes everything or nothing.
struct Isolating : VoiceEngine {
    explicit Isolating(OnlyMe how, float first, int channels = 1)
        : VoiceEngine(toy::transparentDenoiser(), embedder, toy::isolator(*embedder)) {
        setSettings(onlyMe(how));
        setVoices({voice(first)});
        prepare(48000, channels);
    }
};

} // namespace

TEST_CASE(
    "isolate: the network that knows the voice runs in the denoiser's place, from the first sample on") {
    const auto in = toy::noise(1, 24000, 1);
    Isolating keeps(OnlyMe::isolate, 1.0f), removes(OnlyMe::isolate, 0.0f);
    CHECK(keeps.latencySamples() == 1024);
    const auto kept = toy::run(keeps, in), removed = toy::run(removes, in);
    for (size_t n = 1024; n < in[0].size(); ++n) REQUIRE(std::abs(kept[0][n] - in[0][n - 1024]) < 1e-5f);
    CHECK(toy::levelDb(removed[0], 0, removed[0].size()) < -100.0);
}

TEST_CASE(
    "isolate: without it, without a voice or with the gate alone, the denoiser runs as if there were no isolator") {
    const auto in = toy::noise(2, 24000, 1);
    const auto denoiser = toy::randomDenoiser(1);
    for (const char* how : {"off", "gate", "nobody"}) {
        INFO(how);
        EngineSettings settings = onlyMe(how == std::string("gate") ? OnlyMe::gate : OnlyMe::isolate);
        settings.gateOn = how != std::string("off");
        VoiceEngine with(denoiser, embedder, toy::isolator(*embedder)), without(denoiser, embedder);
        for (VoiceEngine* engine : {&with, &without}) {
            engine->setSettings(settings);
            if (how != std::string("nobody")) engine->setVoices({voice(0.0f)});
            engine->prepare(48000, 2);
        }
        CHECK(toy::run(with, in) == toy::run(without, in));
    }
}

TEST_CASE("isolate: switched on and off while sound runs, the two networks cross-fade without a click") {
    const toy::Audio in{toy::sine(200.0, 48000, 144000, 0.5)};
    Isolating engine(OnlyMe::isolate, 0.0f);
    int block = 0;
    const auto out = toy::run(engine, in, [&] {
        auto settings = onlyMe(OnlyMe::isolate);
        settings.gateOn = block / 100 % 2 == 1; // a second each
        if (block++ % 100 == 0) engine.setSettings(settings);
        return 480;
    });
    double step = 0.0;
    for (size_t n = 1; n < out[0].size(); ++n)
        step = std::max<double>(step, std::abs(out[0][n] - out[0][n - 1]));
    CHECK(step < 0.5 * 2.0 * 3.1416 * 200.0 / 48000.0 * 1.5); // the sine's own slope, and half as much
    CHECK(toy::levelDb(out[0], 24000, 48000) > -10.0);
    CHECK(toy::levelDb(out[0], 48000 + 24000, 96000) < -100.0);
    CHECK(toy::levelDb(out[0], 96000 + 24000, 144000) > -10.0);
}

TEST_CASE("isolate: another voice takes effect at once; several pass together") {
    const auto in = toy::noise(1, 96000, 1);
    Isolating engine(OnlyMe::isolate, 1.0f);
    int block = 0;
    const auto out = toy::run(engine, in, [&] {
        if (block == 100) engine.setVoices({voice(0.0f)});
        if (block++ == 150) engine.setVoices({voice(0.0f), voice(1.0f)}); // their mean: 0.7
        return 480;
    });
    CHECK(toy::levelDb(out[0], 24000, 48000) > -30.0);
    CHECK(toy::levelDb(out[0], 48000 + 3000, 72000) < -100.0);
    CHECK(toy::levelDb(out[0], 72000 + 3000, 96000) > -30.0);
}

TEST_CASE("isolate: with both, the gate believes the isolator until it has an opinion of its own") {
    for (const float first : {0.0f, 1.0f}) {
        Isolating engine(OnlyMe::both, first);
        bool other = false, undecided = false;
        std::vector<float> in = toy::sine(150.0, 48000, 480), out(480);
        for (int block = 0; block < 25; ++block) { // less speech than the first decision needs
            const float* from = in.data();
            float* to = out.data();
            engine.process(&from, &to, 480);
            other = other || engine.talker() == Talker::other;
            undecided = undecided || engine.talker() == Talker::undecided;
        }
        CHECK(undecided == (first == 1.0f));
        CHECK(other == (first == 0.0f));
    }
}

TEST_CASE("isolate: any block sizes give the same samples") {
    const auto in = toy::noise(2, 48000, 5);
    Isolating a(OnlyMe::both, 1.0f, 2), b(OnlyMe::both, 1.0f, 2);
    int next = 0;
    CHECK(toy::run(a, in, 480) == toy::run(b, in, [&] { return 1 + (next++ * 37) % 700; }));
}

TEST_CASE("isolate: the gate does the work where the isolator cannot take the denoiser's place") {
    const auto in = toy::noise(1, 48000, 5);
    const StftSpec fast{960, 240, 480, "sqrt_hann"};
    VoiceEngine with(toy::transparentDenoiser(fast), embedder, toy::isolator(*embedder)),
        gate(toy::transparentDenoiser(fast), embedder);
    for (VoiceEngine* engine : {&with, &gate}) {
        engine->setSettings(onlyMe(engine == &with ? OnlyMe::isolate : OnlyMe::gate));
        engine->setVoices({voice(0.0f)});
        engine->prepare(48000, 1);
    }
    CHECK(toy::run(with, in) == toy::run(gate, in));
}

TEST_CASE("isolate: an isolator takes only the voices of its own embedder") {
    const auto other = toy::randomEmbedder(3);
    CHECK_THROWS_AS(VoiceEngine(toy::transparentDenoiser(), other, toy::isolator(*embedder)), Error);
    CHECK_THROWS_AS(VoiceEngine(toy::transparentDenoiser(), nullptr, toy::isolator(*embedder)), Error);
}
