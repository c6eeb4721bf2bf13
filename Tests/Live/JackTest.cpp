// A real audio server: the output of `solus-live --headless` is the engine's, at the reported latency.
#include "JackRoom.h"
#include "LiveFixture.h"
#include "Measure/Larger.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <thread>

using namespace livetest;

namespace {

struct Stage {
    int rate, period, channels;
    std::vector<std::string> options;
};

struct Performance {
    Audio heard;         ///< recorder output, from the first sample of the played sound on
    int silence = 0;     ///< samples that Solus processed before that
    int latency = -1;    ///< as reported by Solus
    std::string printed; ///< by Solus
    bool complete = false;
};

template <typename Condition>
bool until(double seconds, Condition condition) {
    for (int i = 0; i < seconds * 50; ++i) {
        if (condition()) return true;
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    return condition();
}

/// One run of player -> solus-live -> recorder. Incomplete if the server skipped a client in a cycle.
Performance perform(const Stage& stage, const Audio& played) {
    const TemporaryFolder folder;
    const JackServer server(stage.rate, stage.period, folder.file("jackd.txt"));
    JackRecorder recorder("recorder", stage.channels, 40 * stage.rate);
    JackPlayer player("player", played);
    std::vector<std::string> argv{SOLUS_LIVE, "--headless", "--channels", std::to_string(stage.channels)};
    for (int c = 1; c <= stage.channels; ++c) {
        argv.insert(argv.end(), {"--connect-input", "player:out_" + std::to_string(c)});
        argv.insert(argv.end(), {"--connect-output", "recorder:in_" + std::to_string(c)});
    }
    argv.insert(argv.end(), stage.options.begin(), stage.options.end());
    Program solus(argv, folder.file("solus.txt"));
    REQUIRE(solus.prints("first frame", 20.0));
    REQUIRE(until(10.0, [&] { return player.connected() && recorder.connected(); }));
    const int before = recorder.recorded();
    until(10.0, [&] { return recorder.recorded() > before + 10 * stage.period; });
    player.start();
    REQUIRE(until(30.0, [&] { return player.finished(); }));
    const int after = recorder.recorded();
    until(10.0, [&] { return recorder.recorded() > after + stage.rate / 4; });
    solus.signal(SIGINT);
    CHECK(solus.wait(10.0) == 0);
    recorder.leave();

    Performance p;
    p.printed = solus.output();
    long long firstFrame = -1;
    const auto at = p.printed.find("latency ");
    REQUIRE(at != std::string::npos);
    REQUIRE(std::sscanf(p.printed.c_str() + at, "latency %d samples (%*f ms), first frame %lld", &p.latency,
                        &firstFrame) == 2);
    const auto solusBegan = recorder.find(firstFrame), soundBegan = recorder.find(player.firstFrame());
    p.complete = solusBegan >= 0 && soundBegan >= solusBegan;
    if (!p.complete) return p;
    p.silence = static_cast<int>(soundBegan - solusBegan);
    for (const auto& channel : recorder.samples())
        p.heard.emplace_back(channel.begin() + soundBegan,
                             channel.begin() + soundBegan + static_cast<std::ptrdiff_t>(played[0].size()));
    return p;
}

Audio afterSilence(const Audio& audio, int silence) {
    Audio all(audio.size(), std::vector<float>(static_cast<std::size_t>(silence), 0.0f));
    for (std::size_t c = 0; c < audio.size(); ++c)
        all[c].insert(all[c].end(), audio[c].begin(), audio[c].end());
    return all;
}

double largestDifference(const std::vector<float>& a, const float* b) {
    double largest = 0.0;
    for (std::size_t i = 0; i < a.size(); ++i)
        largest = solus::larger(largest, std::abs(static_cast<double>(a[i]) - b[i]));
    return largest;
}

/// A loaded server may skip a client in a cycle: then try again.
template <typename Proof>
void withPatience(const Stage& stage, const Audio& played, Proof proof) {
    for (int attempt = 1;; ++attempt) {
        const auto p = perform(stage, played);
        if (p.complete && (attempt == 3 || proof(p))) {
            CHECK(proof(p));
            return;
        }
        REQUIRE(attempt < 3);
    }
}

Audio excerpt(int channels, int samples) {
    const auto voice = readFile(rain())[0], room = readFile(SOLUS_RESOURCES "/Demo/noisy-room.flac")[0];
    Audio audio{{voice.begin(), voice.begin() + samples}};
    if (channels == 2) audio.push_back({room.begin(), room.begin() + samples});
    return audio;
}

} // namespace

TEST_CASE("between a player and a recorder, solus-live is VoiceEngine, sample by sample") {
    startJuce();
    for (const Stage& stage : {Stage{48000, 128, 1, {}}, Stage{44100, 512, 2, {}}}) {
        const auto played = excerpt(stage.channels, 3 * stage.rate);
        withPatience(stage, played, [&](const Performance& p) {
            const auto expected = engineOutput(afterSilence(played, p.silence), stage.rate);
            double worst = 0.0;
            for (std::size_t c = 0; c < p.heard.size(); ++c)
                worst = std::max(worst, largestDifference(p.heard[c], expected[c].data() + p.silence));
            UNSCOPED_INFO(p.printed << "largest difference " << worst);
            return worst == 0.0;
        });
    }
}

TEST_CASE("with nothing taken away, solus-live is a delay of the latency that it states") {
    startJuce();
    const Stage stage{48000, 64, 1, {"--amount", "0"}};
    const auto played = excerpt(1, 48000);
    withPatience(stage, played, [&](const Performance& p) {
        std::vector<float> late(p.heard[0].begin() + p.latency, p.heard[0].end());
        const double worst = largestDifference(late, played[0].data());
        UNSCOPED_INFO(p.printed << "largest difference " << worst);
        return p.latency > 0 && worst < 1e-5;
    });
}

namespace {

/// The capture latency of solus-live's output port, as the server tells other clients; -1 without such a port.
int toldLatency() {
    jack_client_t* client = jack_client_open("asking", JackNoStartServer, nullptr);
    if (client == nullptr) return -1;
    jack_latency_range_t range{};
    auto* port = jack_port_by_name(client, "solus-live:output_1");
    if (port != nullptr) jack_port_get_latency_range(port, JackCaptureLatency, &range);
    jack_client_close(client);
    return port != nullptr ? static_cast<int>(range.max) : -1;
}

} // namespace

TEST_CASE("other clients are told the latency, that of the source included") {
    const TemporaryFolder folder;
    const JackServer server(48000, 256, folder.file("jackd.txt"));
    Program solus({SOLUS_LIVE, "--headless", "--connect-input", "system:capture_1"},
                  folder.file("solus.txt"));
    REQUIRE(solus.prints("first frame", 20.0));
    jack_client_t* client = jack_client_open("asking", JackNoStartServer, nullptr);
    REQUIRE(client != nullptr);
    jack_latency_range_t source{};
    jack_port_get_latency_range(jack_port_by_name(client, "system:capture_1"), JackCaptureLatency, &source);
    jack_client_close(client);
    CHECK(until(10.0, [&] { return toldLatency() == static_cast<int>(source.max) + 480; }));
    solus.signal(SIGTERM);
    CHECK(solus.wait(10.0) == 0);
}

TEST_CASE("without a named source the first microphone is taken, and told") {
    const TemporaryFolder folder;
    const JackServer server(48000, 256, folder.file("jackd.txt"));
    Program solus({SOLUS_LIVE, "--headless", "--channels", "2"}, folder.file("solus.txt"));
    CHECK(solus.prints("microphone: system:capture_1\n", 20.0));
    CHECK(solus.prints("microphone: system:capture_2\n", 20.0));
    solus.signal(SIGTERM);
    CHECK(solus.wait(10.0) == 0);
}

TEST_CASE("a server that does not answer any more cannot keep the program") {
    const TemporaryFolder folder;
    const JackServer server(48000, 256, folder.file("jackd.txt"));
    Program solus({SOLUS_LIVE, "--headless"}, folder.file("solus.txt"));
    REQUIRE(solus.prints("first frame", 20.0));
    server.freeze(true);
    solus.signal(SIGTERM);
    const int code = solus.wait(10.0);
    server.freeze(false);
    CHECK((code == 0 || code == 3));
}

TEST_CASE("a source that vanishes is connected again when it comes back") {
    const TemporaryFolder folder;
    const JackServer server(48000, 256, folder.file("jackd.txt"));
    const Audio silence(1, std::vector<float>(10, 0.0f));
    auto player = std::make_unique<JackPlayer>("player", silence);
    Program solus({SOLUS_LIVE, "--headless", "--connect-input", "player:out_1"}, folder.file("solus.txt"));
    REQUIRE(until(20.0, [&] { return player->connected(); }));
    player.reset();
    player = std::make_unique<JackPlayer>("player", silence);
    CHECK(until(20.0, [&] { return player->connected(); }));
    solus.signal(SIGTERM);
    CHECK(solus.wait(10.0) == 0);
}

TEST_CASE("without a server, or with a port that is none, the message says what to do") {
    const TemporaryFolder folder;
    ::setenv("JACK_DEFAULT_SERVER", "solus-nobody", 1);
    Program alone({SOLUS_LIVE, "--headless"}, folder.file("a.txt"));
    CHECK(alone.wait(20.0) == 1);
    CHECK(alone.output().find("no JACK server is running: start one") != std::string::npos);
    const JackServer server(48000, 256, folder.file("jackd.txt"));
    Program lost({SOLUS_LIVE, "--headless", "--connect-input", "nobody:out"}, folder.file("b.txt"));
    CHECK(lost.wait(20.0) == 1);
    CHECK(lost.output().find("nobody:out: there is no port of this name") != std::string::npos);
}
