// The audio thread never waits: no allocation, lock or blocking call inside process(), whatever other threads do.
#include "Engine/Models.h"
#include "Engine/VoiceEngine.h"
#include "Support/RealtimeHook.h"
#include "Support/Signals.h"
#include "Support/ToyModels.h"

#include <atomic>
#include <catch2/catch.hpp>
#include <chrono>
#include <cmath>
#include <mutex>
#include <numbers>
#include <thread>
#include <unistd.h>

using namespace solus;

namespace {

int violationsOf(const std::function<void()>& action) {
    const toy::RealtimeWatch watch;
    action();
    return watch.violations();
}

/// A voice-like signal: 30 harmonics of a gliding pitch, in syllables. Networks remove a plain tone.
std::vector<float> syllables(double hz, int count) {
    std::vector<float> samples;
    double phase = 0.0;
    for (int n = 0; n < count; ++n) {
        const double t = n / 48000.0;
        phase += 2.0 * std::numbers::pi * hz * (1.0 + 0.2 * std::sin(4.0 * t)) / 48000.0;
        double sum = 0.0;
        for (int k = 1; k <= 30; ++k) sum += std::sin(k * phase) / k;
        samples.push_back(static_cast<float>(0.1 * std::max(0.0, std::sin(22.0 * t)) * sum));
    }
    return samples;
}

} // namespace

TEST_CASE("the watch sees planted violations") {
    if (!toy::RealtimeWatch::available()) return;
    std::mutex mutex;
    static std::vector<float>* volatile kept = nullptr;
    CHECK(violationsOf([] { kept = new std::vector<float>(100); }) == 2);
    CHECK(violationsOf([] { delete kept; }) == 2);
    CHECK(violationsOf([&] { const std::lock_guard lock(mutex); }) == 1);
    CHECK(violationsOf([] { std::this_thread::sleep_for(std::chrono::microseconds(1)); }) == 1);
    CHECK(violationsOf([] { (void)!::write(2, "", 0); }) == 1);
    CHECK(violationsOf([] {}) == 0);
}

TEST_CASE(
    "a model with a deep filter stays clean, through silence, bad samples and a network that breaks down") {
    const StftSpec spec{960, 240, 480, "sqrt_hann"};
    std::vector<float> tooLarge(24 + 96, 1e20f); // rejected in every frame
    for (const auto& model : {toy::filterDenoiser(1, spec), toy::constantFilterDenoiser(spec, tooLarge)}) {
        VoiceEngine engine(model, toy::randomEmbedder(2));
        engine.prepare(48000, 2);
        engine.alwaysListen(true);
        auto in = toy::noise(2, 24000, 1);
        std::fill(in[0].begin() + 8000, in[0].begin() + 16000, 0.0f);
        in[1][100] = std::nanf("");
        toy::Audio out = in;
        const float* from[] = {in[0].data(), in[1].data()};
        float* to[] = {out[0].data(), out[1].data()};
        CHECK(violationsOf([&] { engine.process(from, to, 24000); }) == 0);
        for (float y : out[0]) REQUIRE(std::isfinite(y));
    }
}

TEST_CASE(
    "every shipped denoiser with the shipped speaker model stays clean: learning, judging, changes of talker") {
    const auto embedder = defaultEmbedder();
    std::vector<float> print(static_cast<size_t>(embedder->outputSize), 0.0f);
    print[0] = 1.0f;
    toy::Audio in(1);
    for (const double hz : {110.0, 210.0, 110.0}) { // the talker changes, with a pause and without one
        const auto voice = syllables(hz, 72000);
        in[0].insert(in[0].end(), voice.begin(), voice.end());
        if (hz > 200.0) in[0].resize(in[0].size() + 24000, 0.0f);
    }
    for (const auto& embedded : embeddedModels()) {
        const auto model = builtInModel(embedded.name);
        if (model->kind != "denoiser") continue;
        INFO(model->name);
        VoiceEngine engine(model, embedder, toy::isolator(*embedder, model->stft));
        engine.prepare(48000, 1);
        engine.setVoices({{"me", embedder->hash, print, 9.0, ""}, {"you", embedder->hash, print, 9.0, ""}});
        EngineSettings settings;
        settings.gateOn = true;
        settings.onlyMe = OnlyMe::both;
        engine.setSettings(settings);
        toy::Audio out = in;
        const float* from[] = {in[0].data()};
        float* to[] = {out[0].data()};
        CHECK(violationsOf([&] { engine.process(from, to, static_cast<int>(in[0].size())); }) == 0);
        CHECK(engine.speakerScore() > 0.0f); // the embedder did run
    }
}

TEST_CASE("process() stays clean while parameters, models and voices change from another thread") {
    const auto embedder = toy::randomEmbedder(2);
    VoiceEngine engine(toy::randomDenoiser(1), embedder, toy::isolator(*embedder));
    for (double rate : {48000.0, 44100.0}) {
        engine.prepare(rate, 2);
        std::atomic<bool> stop{false};
        std::atomic<int> swaps{0};
        std::thread control([&] {
            std::mt19937 random(3);
            while (!stop) {
                EngineSettings settings;
                settings.gateOn = random() % 2;
                settings.onlyMe = static_cast<OnlyMe>(random() % 3);
                settings.bypass = random() % 4 == 0;
                settings.mix = static_cast<float>(random() % 100) / 100.0f;
                engine.setSettings(settings);
                engine.alwaysListen(random() % 2);
                engine.setVoices({{"me", embedder->hash, {1, 0, 0, 0, 0, 0, 0, 0}, 9.0, ""}});
                const StftSpec fast{960, 240, 480, "sqrt_hann"};
                const StftSpec live{960, 120, 240, "sqrt_hann"};
                switch (random() % 4) {
                case 0:
                    engine.setDenoiser(toy::randomDenoiser(random() % 5));
                    break;
                case 1:
                    engine.setDenoiser(toy::randomDenoiser(random() % 5, fast));
                    break;
                case 2:
                    engine.setDenoiser(toy::filterDenoiser(random() % 5, fast));
                    break;
                default:
                    engine.setDenoiser(toy::filterDenoiser(random() % 5, live, 0.5f, 2));
                    break;
                }
                ++swaps;
            }
        });
        const auto in = toy::noise(2, 4096, 1);
        toy::Audio out = in;
        const float* from[] = {in[0].data(), in[1].data()};
        float* to[] = {out[0].data(), out[1].data()};
        std::mt19937 random(1);
        int violations = 0, latencyChanges = 0, latency = engine.latencySamples();
        std::string first;
        for (int block = 0; block < 1500 || (latencyChanges < 3 && block < 20000); ++block) {
            const int count = static_cast<int>(random() % 4096);
            const toy::RealtimeWatch watch;
            engine.process(from, to, count);
            if (block % 50 == 49) engine.reset();
            violations += watch.violations();
            if (first.empty()) first = watch.firstViolation();
            latencyChanges += latency != engine.latencySamples();
            latency = engine.latencySamples();
        }
        stop = true;
        control.join();
        INFO("first violation: " << first);
        CHECK(violations == 0);
        CHECK(swaps > 3);
        CHECK(latencyChanges >= 3); // models really changed while the hook watched
    }
}
