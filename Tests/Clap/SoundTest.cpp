// The CLAP plugin gives the engine's output: the same samples, sample-accurate parameters, the latency and the tail.
#include "Clap/Plugin.h"
#include "Engine/Models.h"
#include "Engine/Parameters.h"
#include "Support/VoicePlace.h"

#include <chrono>
#include <cmath>
#include <functional>
#include <limits>
#include <thread>

using namespace solus;
using toy::ClapPlugin;
using toy::Place;

namespace {

const EngineSettings moved{17.0f, 0.6f, -2.5f,        false,
                           false, true, OnlyMe::gate, {0.7f, 120.0f, 90.0f, -45.0f, Undecided::closed}};

void move(ClapPlugin& plugin) {
    plugin.flush("Noise reduction", 17.0), plugin.flush("Mix", 60.0), plugin.flush("Output gain", -2.5);
    plugin.flush("Only enrolled voices", 1.0), plugin.flush("Voice threshold", 70.0);
    plugin.flush("Others at", -45.0), plugin.flush("Gate hold", 120.0), plugin.flush("Gate release", 90.0);
    plugin.flush("Look-ahead", 60.0), plugin.flush("Open while undecided", 0.0), plugin.flush("Voice", 2.0);
}

toy::Audio plainSamples(const toy::Audio& in, double rate) {
    VoiceEngine engine(defaultDenoiser(), defaultEmbedder());
    engine.prepare(rate, static_cast<int>(in.size()));
    return toy::run(engine, in);
}

} // namespace

TEST_CASE(
    "samples equal the engine's: mono, stereo, defaults, everything moved, any rate and block, in place") {
    const Place place;
    for (const int channels : {1, 2}) {
        for (const double rate : {48000.0, 44100.0, 16000.0, 96000.0}) {
            const auto in = toy::noise(channels, 20000, 3);
            VoiceEngine plain(defaultDenoiser(), defaultEmbedder()),
                set(defaultDenoiser(), defaultEmbedder());
            plain.prepare(rate, channels);
            set.setSettings(moved);
            set.setLookAhead(60.0);
            set.prepare(rate, channels);
            set.setVoices({Place::voice("ben", 1)});
            const auto expected = toy::run(plain, in), expectedMoved = toy::run(set, in);
            for (const int block : {1, 64, 1000, 20000}) {
                INFO(channels << " channels, " << rate << " Hz, blocks of " << block);
                ClapPlugin plugin(channels);
                plugin.activate(rate);
                REQUIRE(plugin.run(in, block, block == 64) == expected);
                CHECK(plugin.latency() == static_cast<uint32_t>(plain.latencySamples()));
                move(plugin);
                plugin.activate(rate); // restarts with all current settings
                CHECK(plugin.latency() == static_cast<uint32_t>(set.latencySamples()));
                REQUIRE(plugin.run(in, block, block == 64) == expectedMoved);
                CHECK(plugin.host.takeLines().empty());
            }
        }
    }
}

TEST_CASE("a parameter changes on the sample of its event, however the host cuts its blocks") {
    const auto in = toy::noise(2, 30000, 8);
    VoiceEngine engine(defaultDenoiser(), defaultEmbedder());
    engine.prepare(44100, 2);
    toy::Audio expected(2, std::vector<float>(30000));
    EngineSettings settings;
    size_t at = 0;
    const auto playTo = [&](size_t end) {
        const float* from[] = {in[0].data() + at, in[1].data() + at};
        float* to[] = {expected[0].data() + at, expected[1].data() + at};
        engine.process(from, to, static_cast<int>(end - at));
        at = end;
        engine.setSettings(settings);
    };
    settings.mix = 0.2f, playTo(0);
    settings.amountDb = 12.0f, settings.outputGainDb = -6.0f, playTo(5001);
    settings.listenToRemoved = true, playTo(12345);
    settings.listenToRemoved = false, settings.bypass = true, playTo(20000);
    settings.bypass = false, playTo(20001);
    playTo(30000);
    const std::vector<ClapPlugin::Change> changes{{0, "Mix", 20.0},
                                                  {5001, "Noise reduction", 12.0},
                                                  {5001, "Output gain", -6.0},
                                                  {12345, "Listen to removed", 1.0},
                                                  {20000, "Bypass", 1.0},
                                                  {20000, "Listen to removed", 0.0},
                                                  {20001, "Bypass", 0.0}};
    for (const int block : {1, 64, 1000, 30000}) {
        INFO("blocks of " << block);
        ClapPlugin plugin;
        plugin.activate(44100);
        REQUIRE(plugin.run(in, block, block == 64, changes) == expected);
        CHECK(plugin["Output gain"] == -6.0);
        CHECK(plugin.host.restarts == 0);
    }
}

TEST_CASE("left and right in each other's place; nothing at all; reset forgets what was heard") {
    const auto in = toy::noise(2, 9000, 4);
    const auto expected = plainSamples(in, 48000);
    ClapPlugin plugin;
    plugin.activate(48000);
    auto both = in;
    float *from[] = {both[0].data(), both[1].data()}, *to[] = {both[1].data(), both[0].data()};
    CHECK(plugin.process(from, to, 0, nullptr) == CLAP_PROCESS_CONTINUE);
    CHECK(plugin.process(from, to, 9000, nullptr) == CLAP_PROCESS_CONTINUE);
    CHECK(both[1] == expected[0]);
    CHECK(both[0] == expected[1]);
    plugin.clap->reset(plugin.clap);
    CHECK(plugin.run(in, 512) == expected);
}

TEST_CASE("the latency is the true delay, at every rate") {
    for (const double rate : {8000.0, 44100.0, 48000.0, 192000.0}) {
        ClapPlugin plugin(1);
        plugin.flush("Noise reduction", 0.0); // everything passes
        plugin.flush("Look-ahead", 20.0);
        plugin.activate(rate);
        CHECK(plugin.host.latencyChanges == 1);
        toy::Audio in(1, std::vector<float>(20000, 0.0f));
        in[0][5001] = 1.0f;
        const auto out = plugin.run(in, 441)[0];
        size_t peak = 0;
        for (size_t n = 0; n < out.size(); ++n)
            if (std::abs(out[n]) > std::abs(out[peak])) peak = n;
        INFO(rate << " Hz");
        CHECK(peak == 5001u + plugin.latency());
    }
}

TEST_CASE("the latency moves only with an activation, for which the host is asked once") {
    const Place place;
    const auto names = builtInNames("denoiser");
    const auto live = std::find(names.begin(), names.end(), "denoise-live") - names.begin() + 1;
    const auto in = toy::noise(1, 20000, 1);
    VoiceEngine before(defaultDenoiser(), defaultEmbedder());
    before.prepare(48000, 1);
    ClapPlugin plugin(1);
    plugin.activate(48000);
    CHECK(plugin.latency() == 480);
    CHECK(plugin.host.latencyChanges == 1);
    plugin.flush("Look-ahead", 0.0); // no change
    CHECK(plugin.host.restarts == 0);
    CHECK(plugin.run(in, 333, false,
                     {{700, "Look-ahead", 50.0},
                      {900, "Look-ahead", 100.0},
                      {901, "Model", static_cast<double>(live)}}) == toy::run(before, in));
    // The plugin's own thread polls several times; anything it had loaded would fade in now.
    std::this_thread::sleep_for(std::chrono::milliseconds(200));
    CHECK(plugin.run(in, 333) == toy::run(before, in));
    CHECK(plugin.latency() == 480);
    CHECK(plugin.host.restarts == 1);
    CHECK(plugin["Look-ahead"] == 100.0);
    plugin.activate(48000);
    VoiceEngine engine(builtInModel("denoise-live"), defaultEmbedder());
    engine.setLookAhead(100.0);
    engine.prepare(48000, 1);
    CHECK(plugin.latency() == static_cast<uint32_t>(engine.latencySamples()));
    CHECK(plugin.host.latencyChanges == 2);
    CHECK(plugin.run(in, 333) == toy::run(engine, in));
    plugin.flush("Look-ahead", 10.0);
    CHECK(plugin.host.restarts == 2);
}

TEST_CASE("after the tail there is silence") {
    const Place place;
    for (const double rate : {8000.0, 44100.0, 48000.0, 192000.0}) {
        for (const int model : {0, 1, 2, 3, 4, 5}) {
            ClapPlugin plugin(1);
            plugin.flush("Model", model);
            plugin.activate(rate);
            auto in = toy::noise(1, static_cast<int>(rate), 2);
            const size_t end = in[0].size() / 2;
            std::fill(in[0].begin() + static_cast<long>(end), in[0].end(), 0.0f);
            const auto out = plugin.run(in, 512)[0];
            size_t last = 0;
            for (size_t n = 0; n < out.size(); ++n)
                if (std::abs(out[n]) > 1e-5f) last = n; // -100 dB
            INFO(rate << " Hz, model " << model << ": sound for " << last - end << " samples");
            CHECK(last > end);
            CHECK(last - end <= plugin.tail());
        }
    }
}

TEST_CASE("a voice is chosen while sound runs, without a restart") {
    const Place place;
    ClapPlugin plugin(1);
    plugin.flush("Only enrolled voices", 1.0), plugin.flush("Open while undecided", 0.0);
    plugin.flush("Noise reduction", 0.0), plugin.flush("Others at", -80.0);
    plugin.activate(48000);
    const auto in = toy::noise(1, 9600, 1);
    const auto level = [&] { return toy::levelDb(plugin.run(in, 480)[0], 4800, 9600); };
    CHECK(level() > -30.0); // with no voice chosen, everybody passes
    plugin.flush("Voice", 1.0);
    const auto end = std::chrono::steady_clock::now() + std::chrono::minutes(1);
    while (level() > -90.0 && std::chrono::steady_clock::now() < end)
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    CHECK(level() < -90.0); // she is not talking here
    CHECK(plugin.host.restarts == 0);
}

TEST_CASE("buffers that do not fit and rates that cannot be do no harm") {
    ClapPlugin plugin;
    CHECK_FALSE(plugin.tryActivate(4000));
    CHECK_FALSE(plugin.tryActivate(1e9));
    const auto lines = plugin.host.takeLines();
    REQUIRE(lines.size() == 2);
    CHECK(lines[0].find("4000") != std::string::npos);
    plugin.activate(48000);
    auto in = toy::noise(2, 5000, 2);
    in[0][10] = std::nanf(""), in[0][20] = std::numeric_limits<float>::infinity(), in[1][30] = -1e30f;
    for (const auto& channel : plugin.run(in, 100))
        CHECK(std::all_of(channel.begin(), channel.end(), [](float y) { return std::isfinite(y); }));
    float* pointers[] = {in[0].data(), in[1].data()};
    clap_audio_buffer good{pointers, nullptr, 2, 0, 0}, mono{pointers, nullptr, 1, 0, 0},
        doubles{nullptr, nullptr, 2, 0, 0};
    toy::ClapEvents events;
    events.add(3, plugin.id("Mix"), 40.0);
    for (auto [from, to] : {std::pair(&good, &mono), {&mono, &good}, {&doubles, &good}, {&good, &doubles}}) {
        const clap_process process{-1, 64, nullptr, from, to, 1, 1, events.asClap(), nullptr};
        CHECK(plugin.clap->process(plugin.clap, &process) == CLAP_PROCESS_ERROR);
    }
    const clap_process none{-1, 64, nullptr, nullptr, nullptr, 0, 0, events.asClap(), nullptr};
    CHECK(plugin.clap->process(plugin.clap, &none) == CLAP_PROCESS_ERROR);
    CHECK(plugin["Mix"] == 40.0); // parameters are accepted anyway
}
