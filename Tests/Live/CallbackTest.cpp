// The live path: it records the engine's output, plays nothing unless asked, and aligns before and after.
#include "LiveFixture.h"
#include "Support/RealtimeHook.h"

#include <catch2/catch.hpp>
#include <chrono>
#include <random>
#include <thread>

using namespace livetest;
using namespace solus::live;

namespace {

std::vector<float> noise(int count, unsigned seed, float level) {
    std::mt19937 random(seed);
    std::uniform_real_distribution<float> uniform(-level, level);
    std::vector<float> x(static_cast<std::size_t>(count));
    for (float& v : x) v = uniform(random);
    return x;
}

std::vector<float> start(const std::vector<float>& x, int count) {
    return {x.begin(), x.begin() + count};
}

} // namespace

TEST_CASE("the recording of a file is what VoiceEngine makes of it, whatever the device's blocks") {
    const TemporaryFolder folder;
    for (const char* name : {"clean.wav", "clean.flac"}) {
        Rig rig;
        rig.live.player().open(rain());
        rig.live.player().setPlaying(true);
        rig.live.setSource(Source::file);
        rig.live.armRecorder(folder.file(name));
        rig.prepare();
        std::mt19937 random(1);
        const int samples = 48000; // the player reads further ahead than this: no gap, however fast we pull
        rig.run({}, samples, [&] { return std::uniform_int_distribution<int>(1, 1400)(random); });
        rig.live.recorder().stop();
        REQUIRE(rig.live.player().underruns() == 0);
        REQUIRE(rig.live.recorder().lost() == 0);

        const auto recorded = readFile(folder.file(name));
        const auto expected = engineOutput({start(readFile(rain())[0], samples)}, 48000);
        REQUIRE(recorded.size() == 1);
        REQUIRE(recorded[0].size() == expected[0].size());
        for (int i = 0; i < samples; ++i) // 24 bits
            REQUIRE(std::abs(recorded[0][i] - std::clamp(expected[0][i], -1.0f, 1.0f)) <= 1.5f / 8388608.0f);
    }
}

TEST_CASE("nothing is heard until somebody asks for it") {
    Rig rig;
    rig.prepare();
    const auto in = noise(48000, 1, 0.5f);
    for (const auto& side : rig.run(in, 48000))
        for (const float x : side) REQUIRE(x == 0.0f);
}

TEST_CASE("the monitor plays the engine's output, or the input as late as that") {
    const auto in = start(readFile(rain())[0], 96000);
    Rig cleaned;
    cleaned.prepare();
    cleaned.live.setMonitor(Monitor::cleaned);
    const auto after = cleaned.run(in, 96000);
    const auto expected = engineOutput({in}, 48000);
    CHECK(std::equal(after[0].begin() + 480, after[0].end(), expected[0].begin() + 480)); // after the fade
    CHECK(after[1] == after[0]);

    Rig input;
    input.prepare();
    input.live.setMonitor(Monitor::input);
    const auto before = input.run(in, 96000);
    const int latency = input.processor.engine().latencySamples();
    CHECK(latency > 0);
    for (int i = 2000; i < 96000; ++i) REQUIRE(before[0][i] == in[i - latency]);
}

TEST_CASE("a delay that follows the latency fades from one length to another") {
    AlignedDelay delay;
    delay.prepare(48000, 1.0);
    std::vector<float> ramp(4000), out(4000);
    for (int i = 0; i < 4000; ++i) ramp[i] = static_cast<float>(i);
    for (int at = 0; at < 4000; at += 100)
        delay.process({ramp.data() + at, ramp.data() + at}, {out.data() + at, out.data() + at}, 100,
                      at < 2000 ? 480 : 960);
    for (int i = 1000; i < 2000; ++i) REQUIRE(out[i] == static_cast<float>(i - 480));
    for (int i = 2001; i < 2600; ++i)
        REQUIRE(std::abs(out[i] - out[i - 1]) < 2.1f); // 480 samples in 480 steps
    for (int i = 2600; i < 4000; ++i) REQUIRE(out[i] == static_cast<float>(i - 960));
}

TEST_CASE("hear myself: five seconds, then before, then after, and never the microphone meanwhile") {
    Rig rig(16000.0);
    rig.prepare();
    rig.live.setMonitor(Monitor::cleaned);
    rig.live.hearMyself().start();
    const int take = 5 * 16000, pause = 6400;
    const auto in = noise(take, 2, 0.2f);
    const int latency = rig.processor.engine().latencySamples();
    const auto while_ = rig.run(in, take);
    CHECK(rig.live.hearMyself().phase() == HearMyself::Phase::before);
    const auto loud = noise(2 * (take + pause), 3, 0.2f);
    const auto played = rig.run(loud, 2 * (take + pause));
    CHECK(rig.live.hearMyself().phase() == HearMyself::Phase::idle);
    const int fade = 161; // ten milliseconds at each edge, and of the monitor
    for (int i = fade; i < pause; ++i) REQUIRE(played[0][i] == 0.0f);
    for (int i = latency + fade; i < take - fade; ++i) REQUIRE(played[0][pause + i] == in[i - latency]);
    for (int i = 1000; i < take - fade; ++i) REQUIRE(played[0][take + 2 * pause + i] == while_[0][i]);
}

TEST_CASE("the round trip is found through a cable, through noise, and not in silence") {
    const int trip = 777;
    for (const float noiseLevel : {0.0f, 0.05f}) {
        Rig rig;
        rig.prepare();
        rig.live.probe().start();
        const auto hiss = noise(60000, 4, 1.0f);
        std::vector<float> line(60000 + trip, 0.0f);
        for (int at = 0; at < 60000; at += 100) {
            std::vector<float> in(100), left(100), right(100);
            for (int i = 0; i < 100; ++i) in[i] = 0.3f * line[at + i] + noiseLevel * hiss[at + i];
            const float* from[] = {in.data()};
            float* to[] = {left.data(), right.data()};
            rig.live.audioDeviceIOCallbackWithContext(from, 1, to, 2, 100, {});
            std::copy(left.begin(), left.end(), line.begin() + at + trip);
        }
        REQUIRE(rig.live.probe().takeFinished());
        CHECK(rig.live.probe().evaluate() == std::optional<int>(trip));
    }
    for (const float level : {0.0f, 0.3f}) {
        Rig rig;
        rig.prepare();
        rig.live.probe().start();
        CHECK(rig.live.probe().running());
        rig.run(noise(60000, 5, level), 60000);
        REQUIRE(rig.live.probe().takeFinished());
        CHECK_FALSE(rig.live.probe().evaluate().has_value());
        CHECK_FALSE(rig.live.probe().running());
    }
}

TEST_CASE("the input meter follows the peak and holds the clip warning") {
    Rig rig;
    rig.prepare();
    rig.run(std::vector<float>(4800, 0.5f), 4800);
    CHECK(rig.live.meter().peak() == Approx(0.5f));
    CHECK_FALSE(rig.live.meter().clipped());
    rig.run({1.0f}, 256);
    CHECK(rig.live.meter().clipped());
    rig.run({}, 2 * 48000 + 512);
    CHECK_FALSE(rig.live.meter().clipped());
    CHECK(rig.live.meter().peak() < 0.001f);

    InputMeter stereo; // the microphone may be on either side
    stereo.prepare(48000.0);
    const float silence[] = {0.0f}, loud[] = {1.0f};
    stereo.measure(silence, loud, 1);
    CHECK(stereo.clipped());
}

TEST_CASE("the audio thread allocates nothing and takes no lock while everything is switched") {
    if (!toy::RealtimeWatch::available()) return;
    const TemporaryFolder folder;
    Rig rig;
    rig.live.player().setLoop(true);
    rig.live.player().open(rain());
    rig.live.player().setPlaying(true);
    rig.live.setSource(Source::file);
    rig.prepare();
    rig.run({}, 4800);
    std::atomic<bool> stop{false};
    int violations = -1;
    std::string first;
    std::thread audio([&] {
        std::vector<float> in(480), left(480), right(480);
        const float* from[] = {in.data()};
        float* to[] = {left.data(), right.data()};
        const auto block = [&] { rig.live.audioDeviceIOCallbackWithContext(from, 1, to, 2, 480, {}); };
        block();
        while (!stop) {
            {
                const toy::RealtimeWatch watch;
                block();
                violations = std::max(violations, watch.violations());
                if (watch.violations() > 0) first = watch.firstViolation();
            }
            std::this_thread::sleep_for(std::chrono::microseconds(200));
        }
    });
    for (int i = 0; i < 6; ++i) {
        rig.live.setMonitor(static_cast<Monitor>(i % 3));
        rig.live.player().open(rain());
        rig.live.recorder().start(folder.file("a" + std::to_string(i) + ".wav"), 48000, 1);
        if (i % 2 == 0)
            rig.live.hearMyself().start();
        else
            rig.live.probe().start();
        rig.processor.chooseModel(i % 2 == 0 ? "denoise-light" : "denoise-solus");
        std::this_thread::sleep_for(std::chrono::milliseconds(60));
        rig.live.recorder().stop();
        rig.live.player().setPlaying(i % 2 == 0);
        rig.live.setSource(i % 2 == 0 ? Source::microphone : Source::file);
    }
    stop = true;
    audio.join();
    INFO(first);
    CHECK(violations == 0);
}
