// PipeWire's virtual microphone, as docs/live.md sets it up: who records from it gets the cleaned voice. Run
// by Tests/Live/pipewire-room, in a session of its own.
#include "JackRoom.h"
#include "LiveFixture.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <chrono>
#include <cmath>
#include <csignal>
#include <thread>

using namespace livetest;

namespace {

constexpr const char* microphoneIn = "Solus microphone:input_MONO";
constexpr const char* microphoneOut = "Solus microphone:capture_MONO";

void nap(int ms) {
    std::this_thread::sleep_for(std::chrono::milliseconds(ms));
}

/// 10 log10 of the energy of `expected` over that of its difference from `heard`, at the lag where it is
/// best: of quarters of a second, the median. A server under load drops a cycle now and then; what follows
/// comes later.
double agreementDb(const std::vector<float>& expected, const std::vector<float>& heard) {
    constexpr int segment = 12000, lags = 24000;
    std::vector<double> all;
    for (std::size_t from = 48000; from + segment <= 144000; from += segment) {
        double best = -100.0;
        for (std::size_t lag = 0; lag < lags && from + lag + segment <= heard.size(); ++lag) {
            double energy = 1e-20, error = 1e-20;
            for (std::size_t i = from; i < from + segment; i += 5) {
                const double d = expected[i] - heard[lag + i];
                energy += static_cast<double>(expected[i]) * expected[i], error += d * d;
            }
            best = std::max(best, 10.0 * std::log10(energy / error));
        }
        all.push_back(best);
    }
    std::nth_element(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(all.size() / 2), all.end());
    return all[all.size() / 2];
}

} // namespace

TEST_CASE("who records from the Solus microphone hears the cleaned voice", "[.pipewire]") {
    startJuce();
    const TemporaryFolder folder;
    auto voice = readFile(rain())[0];
    voice.resize(4 * 48000);
    JackRecorder recorder("recorder", 1, 40 * 48000);
    JackPlayer player("player", {voice});
    Program solus(
        {SOLUS_LIVE, "--headless", "--connect-input", "player:out_1", "--connect-output", microphoneIn},
        folder.file("solus.txt"));
    REQUIRE(solus.prints("first frame", 20.0));
    CHECK(recorder.connectFrom(microphoneOut));
    for (int i = 0; i < 200 && !player.connected(); ++i) nap(50);
    nap(500);
    const int began = recorder.recorded();
    player.start();
    for (int i = 0; i < 400 && !player.finished(); ++i) nap(50);
    nap(700);
    solus.signal(SIGINT);
    CHECK(solus.wait(10.0) == 0);
    recorder.leave();
    INFO(solus.output());
    REQUIRE(player.finished());

    // The engine was in silence for a while, and where its hops began is not known here: this is no equality.
    Audio in(1, std::vector<float>(24000, 0.0f));
    in[0].insert(in[0].end(), voice.begin(), voice.end());
    auto expected = engineOutput(in, 48000)[0];
    expected.erase(expected.begin(), expected.begin() + 24000);
    const std::vector<float> heard(recorder.samples()[0].begin() + began - 4096,
                                   recorder.samples()[0].begin() + recorder.recorded());
    const double cleaned = agreementDb(expected, heard), untouched = agreementDb(voice, heard);
    INFO("agrees with the cleaned voice to " << cleaned << " dB, with the input to " << untouched << " dB");
    CHECK(cleaned > 15.0);
    CHECK(cleaned > untouched + 5.0);
}
