// The file player delivers the file: every sample, in order, at the device's rate.
#include "Audio/FilePlayer.h"
#include "Base/Error.h"
#include "LiveFixture.h"

#include <catch2/catch.hpp>
#include <chrono>
#include <filesystem>
#include <thread>

using namespace livetest;
using solus::live::FilePlayer;

namespace {

/// Pulls slowly enough for the worker to keep up, however busy the machine is.
Audio pull(FilePlayer& player, int channels, int samples, int block = 256) {
    Audio out(static_cast<std::size_t>(channels), std::vector<float>(static_cast<std::size_t>(samples)));
    for (int at = 0; at < samples; at += block) {
        std::vector<float*> to;
        for (auto& channel : out) to.push_back(channel.data() + at);
        const int count = std::min(block, samples - at);
        for (int wait = 0; wait < 5000 && !player.ready(count); ++wait)
            std::this_thread::sleep_for(std::chrono::milliseconds(2));
        player.pull(to.data(), count);
    }
    return out;
}

} // namespace

TEST_CASE("a file of the device's rate arrives bit by bit, then silence") {
    const auto file = readFile(rain());
    FilePlayer player;
    player.prepare(48000, 1);
    player.open(rain());
    player.setPlaying(true);
    const int length = static_cast<int>(file[0].size());
    const auto out = pull(player, 1, length + 1000, 333);
    CHECK(player.underruns() == 0);
    CHECK(std::equal(file[0].begin(), file[0].end(), out[0].begin()));
    CHECK(std::all_of(out[0].begin() + length, out[0].end(), [](float x) { return x == 0.0f; }));
    CHECK(player.finished());
    CHECK(player.position() == Approx(length / 48000.0));
    player.setPlaying(true); // once more, from the start
    CHECK_FALSE(player.finished());
    CHECK(pull(player, 1, 256)[0][100] == file[0][100]);
}

TEST_CASE("a loop goes round without a gap") {
    const TemporaryFolder folder;
    Audio ramp(1, std::vector<float>(5000));
    for (int i = 0; i < 5000; ++i) ramp[0][i] = static_cast<float>(i) / 5000.0f;
    writeFile(folder.file("ramp.wav"), ramp, 48000);
    FilePlayer player;
    player.setLoop(true);
    player.prepare(48000, 2);
    player.open(folder.file("ramp.wav"));
    player.setPlaying(true);
    const auto out = pull(player, 2, 23000, 480);
    CHECK(player.underruns() == 0);
    for (int i = 0; i < 23000; ++i) {
        REQUIRE(out[0][i] == ramp[0][i % 5000]);
        REQUIRE(out[1][i] == out[0][i]); // mono is the same on both sides
    }
    CHECK(player.position() == Approx(3000 / 48000.0));
}

TEST_CASE("other rates are resampled, and nothing of the file's end is lost") {
    const TemporaryFolder folder;
    Audio tone(2, std::vector<float>(44100));
    for (int i = 0; i < 44100; ++i)
        tone[0][i] = tone[1][i] =
            0.5f * static_cast<float>(std::sin(2.0 * 3.14159265358979 * 440.0 * i / 44100.0));
    for (auto& x : tone[1]) x = -x; // the mean of both sides is silence
    writeFile(folder.file("tone.wav"), tone, 44100);
    FilePlayer player;
    player.prepare(48000, 2);
    player.open(folder.file("tone.wav"));
    player.setPlaying(true);
    const auto out = pull(player, 2, 48500);
    for (int i = 200; i < 47800; ++i) {
        const double expected = 0.5 * std::sin(2.0 * 3.14159265358979 * 440.0 * i / 48000.0);
        REQUIRE(out[0][i] == Approx(expected).margin(1e-3));
        REQUIRE(out[1][i] == -out[0][i]);
    }
    FilePlayer mono;
    mono.prepare(44100, 1);
    mono.open(folder.file("tone.wav"));
    mono.setPlaying(true);
    const auto mean = pull(mono, 1, 4000);
    for (const float x : mean[0]) REQUIRE(x == 0.0f);
}

TEST_CASE("pausing fades to silence, and a bad file leaves the good one playing") {
    const TemporaryFolder folder;
    writeFile(folder.file("one.wav"), Audio(1, std::vector<float>(48000, 1.0f)), 48000);
    FilePlayer player;
    player.prepare(48000, 1);
    player.open(folder.file("one.wav"));
    player.setPlaying(true);
    CHECK(pull(player, 1, 1000)[0][999] == 1.0f);
    CHECK_THROWS_AS(player.open(folder.file("none.wav")), solus::Error);
    CHECK(player.path() == folder.file("one.wav"));
    player.setPlaying(false);
    const auto out = pull(player, 1, 1000);
    for (int i = 1; i < 1000; ++i) REQUIRE(std::abs(out[0][i] - out[0][i - 1]) < 0.01f);
    CHECK(out[0][999] == 0.0f);
    player.close();
    player.setPlaying(true);
    CHECK_FALSE(player.playing());
}

TEST_CASE("a file that was deleted after it had ended is a message, not an exception") {
    const TemporaryFolder folder;
    writeFile(folder.file("one.wav"), Audio(1, std::vector<float>(4800, 0.5f)), 48000);
    FilePlayer player;
    player.prepare(48000, 1);
    player.open(folder.file("one.wav"));
    player.setPlaying(true);
    pull(player, 1, 6000);
    REQUIRE(player.finished());
    std::filesystem::remove(folder.file("one.wav"));
    player.setPlaying(true);
    CHECK_FALSE(player.playing());
    CHECK(player.problem().find("one.wav") != std::string::npos);
    player.prepare(44100, 1);
    CHECK_FALSE(player.problem().empty());
}
