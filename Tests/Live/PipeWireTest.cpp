// PipeWire's virtual microphone, set up as in docs/live.md: programs that record from it get the cleaned voice. Run
// by Tests/Live/pipewire-room, in a separate session.
#include "JackRoom.h"
#include "LiveFixture.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <chrono>
#include <cmath>
#include <csignal>
#include <cstdlib>
#include <functional>
#include <thread>

using namespace livetest;

namespace {

constexpr const char* microphoneIn = "Solus microphone:input_MONO";
constexpr const char* microphoneOut = "Solus microphone:capture_MONO";

void nap(int ms) {
    std::this_thread::sleep_for(std::chrono::milliseconds(ms));
}

/// 10 log10 of the energy of `expected` over that of its difference from `heard`, at the lag where it is best: one value
/// for each quarter of a second.
std::vector<double> agreementsDb(const std::vector<float>& expected, const std::vector<float>& heard) {
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
    return all;
}

struct Performance {
    /// By how many dB the recording matches the engine's output better than its input, over the better quarters of
    /// seconds: a loaded server skips clients in some cycles, and the engine then missed a piece.
    double leadDb = -100.0;
    std::string printed; ///< by Solus
};

Performance perform(const std::vector<float>& voice) {
    const TemporaryFolder folder;
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
    REQUIRE(player.finished());

    // The engine was in silence for a while, and the position of its hops is unknown, so this is not an exact
    // comparison.
    Audio in(1, std::vector<float>(24000, 0.0f));
    in[0].insert(in[0].end(), voice.begin(), voice.end());
    auto expected = engineOutput(in, 48000)[0];
    expected.erase(expected.begin(), expected.begin() + 24000);
    const std::vector<float> heard(recorder.samples()[0].begin() + began - 4096,
                                   recorder.samples()[0].begin() + recorder.recorded());
    auto lead = agreementsDb(expected, heard);
    const auto untouched = agreementsDb(voice, heard);
    std::transform(lead.begin(), lead.end(), untouched.begin(), lead.begin(), std::minus<>());
    std::sort(lead.begin(), lead.end());
    return {lead[lead.size() * 3 / 4], solus.output()};
}

} // namespace

TEST_CASE("who records from the Solus microphone hears the cleaned voice", "[.pipewire]") {
    startJuce();
    auto voice = readFile(rain())[0];
    voice.resize(4 * 48000);
    Performance p;
    for (int attempt = 1; attempt <= 4 && p.leadDb <= 10.0; ++attempt) p = perform(voice);
    INFO(p.printed << "lead of the cleaned voice over the input: " << p.leadDb << " dB");
    CHECK(p.leadDb > 10.0);
}

TEST_CASE("changes of the server's quantum do not stop the program", "[.pipewire]") {
    const TemporaryFolder folder;
    for (int start = 0; start < 6; ++start) {
        Program solus({SOLUS_LIVE, "--headless", "--connect-output", microphoneIn}, folder.file("solus.txt"));
        REQUIRE(solus.prints("first frame", 20.0));
        for (const char* quantum : {"256", "64", "32", "16", "1024", "2048", "0"}) {
            const std::string set = "pw-metadata -n settings 0 clock.force-quantum ";
            REQUIRE(std::system((set + quantum + " >/dev/null").c_str()) == 0);
            nap(120);
        }
        solus.signal(SIGTERM);
        CHECK(solus.wait(10.0) == 0); // 3 if the server did not answer, -1 if it hangs
    }
}

namespace {

/// A microphone that comes and goes: its node exists as long as the program that made it.
class Microphone {
public:
    Microphone(const std::string& name, const TemporaryFolder& folder)
        : program_(
              {"bash", "-c", // pw-cli itself is the program: ending it ends the node
               "exec pw-cli < <(echo create-node adapter \"{ factory.name=audiotestsrc node.name=" + name +
                   " node.description=" + name +
                   " media.class=Audio/Source priority.session=1000 object.linger=false }\"; exec sleep 60)"},
              folder.file(name + ".txt")) {}

private:
    Program program_;
};

} // namespace

TEST_CASE("the default microphone is followed", "[.pipewire]") {
    const TemporaryFolder folder;
    auto first = std::make_unique<Microphone>("mic-one", folder);
    const auto there = [](const std::string& name) {
        return std::system(("pw-link -o | grep -q '^" + name + ":'").c_str()) == 0;
    };
    for (int i = 0; i < 100 && !there("mic-one"); ++i) nap(100);
    Microphone second("mic-two", folder);
    for (int i = 0; i < 100 && !there("mic-two"); ++i) nap(100);
    REQUIRE((there("mic-one") && there("mic-two")));
    const auto makeDefault = [](const std::string& name) {
        return std::system(("pw-metadata 0 default.configured.audio.source '{ \"name\": \"" + name +
                            "\" }' Spa:String:JSON >/dev/null")
                               .c_str()) == 0;
    };
    REQUIRE(makeDefault("mic-one"));
    nap(1000);
    Program solus({SOLUS_LIVE, "--headless", "--connect-output", microphoneIn}, folder.file("solus.txt"));
    const auto linked = [](const std::string& name) {
        return std::system(("pw-link -l | grep -A1 '" + name + ":' | grep -q solus-live:input_1").c_str()) ==
               0;
    };
    CHECK(solus.prints("microphone: mic-one:", 20.0));
    REQUIRE(makeDefault("mic-two"));
    CHECK(solus.prints("microphone: mic-two:", 20.0));
    CHECK(linked("mic-two"));
    CHECK_FALSE(linked("mic-one"));
    REQUIRE(makeDefault("mic-one"));
    nap(3000);
    CHECK(linked("mic-one"));
    first.reset(); // it is unplugged
    CHECK(solus.prints("was disconnected)", 20.0));
    nap(500);
    CHECK(linked("mic-two"));
    INFO(solus.output());
    solus.signal(SIGINT);
    CHECK(solus.wait(10.0) == 0);
}

TEST_CASE("a change of the server's rate leaves the connections as they were", "[.pipewire]") {
    const TemporaryFolder folder;
    Program solus({SOLUS_LIVE, "--headless", "--connect-output", microphoneIn}, folder.file("solus.txt"));
    const auto linked = [] { return std::system("pw-link -l | grep -q solus-live:output_1") == 0; };
    REQUIRE(solus.prints("first frame", 20.0));
    CHECK(linked());
    REQUIRE(std::system("pw-metadata -n settings 0 clock.force-rate 44100 >/dev/null") == 0);
    CHECK(solus.prints("44100 Hz", 20.0));
    nap(1500);
    CHECK(linked());
    CHECK(std::system("pw-metadata -n settings 0 clock.force-rate 0 >/dev/null") == 0);
    solus.signal(SIGINT);
    CHECK(solus.wait(10.0) == 0);
}
