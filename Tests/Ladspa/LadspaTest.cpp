// The LADSPA plugin gives the engine's output: the same samples, every control, the latency, and an audio thread that
// never waits.
#include "Engine/Models.h"
#include "Engine/Parameters.h"
#include "Engine/VoiceEngine.h"
#include "Ladspa/Host.h"
#include "Support/RealtimeHook.h"
#include "Support/VoicePlace.h"

#include <chrono>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <limits>
#include <sstream>
#include <thread>
#include <unistd.h>

using namespace solus;
using toy::Place;
namespace fs = std::filesystem;

namespace {

/// Everything that `action` writes to stderr.
std::string errorsOf(const std::function<void()>& action) {
    const fs::path file = fs::temp_directory_path() / ("solus-stderr-" + std::to_string(::getpid()));
    std::fflush(stderr);
    const int saved = ::dup(2);
    REQUIRE(std::freopen(file.c_str(), "w", stderr) != nullptr);
    action();
    std::fflush(stderr);
    ::dup2(saved, 2);
    ::close(saved);
    std::stringstream text;
    text << std::ifstream(file).rdbuf();
    fs::remove(file);
    return text.str();
}

const EngineSettings moved{17.0f, 0.6f, -2.5f,        false,
                           false, true, OnlyMe::gate, {0.7f, 120.0f, 90.0f, -45.0f, Undecided::closed}};

void move(ladspa::Plugin& plugin) {
    plugin["Noise reduction"] = 17.0f, plugin["Mix"] = 60.0f, plugin["Output gain"] = -2.5f;
    plugin["Only enrolled voices"] = 1.0f, plugin["Voice threshold"] = 70.0f, plugin["Others at"] = -45.0f;
    plugin["Gate hold"] = 120.0f, plugin["Gate release"] = 90.0f, plugin["Look-ahead"] = 60.0f;
    plugin["Open while undecided"] = 0.0f, plugin["Voice number"] = 2.0f;
}

bool finite(const toy::Audio& audio) {
    for (const auto& channel : audio)
        for (const float y : channel)
            if (!std::isfinite(y)) return false;
    return true;
}

/// Plays until the plugin's own thread has loaded what was requested; at most a minute.
bool playUntil(ladspa::Plugin& plugin, const std::function<bool()>& done) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::minutes(1);
    while (!done() && std::chrono::steady_clock::now() < end) {
        plugin.run(toy::noise(1, 4800, 1), 480);
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    return done();
}

} // namespace

TEST_CASE(
    "samples equal the engine's: mono, stereo, defaults, every control moved, any rate and block, in place") {
    const Place place;
    for (const int channels : {1, 2}) {
        for (const unsigned long rate : {48000ul, 44100ul, 16000ul, 96000ul}) {
            const auto in = toy::noise(channels, 20000, 3);
            VoiceEngine plain(defaultDenoiser(), defaultEmbedder()),
                set(defaultDenoiser(), defaultEmbedder());
            plain.prepare(static_cast<double>(rate), channels);
            set.setSettings(moved);
            set.setLookAhead(60.0);
            set.prepare(static_cast<double>(rate), channels);
            set.setVoices({Place::voice("ben", 1)});
            const auto expected = toy::run(plain, in), expectedMoved = toy::run(set, in);
            for (const int block : {1, 64, 1000, 20000}) {
                INFO(channels << " channels, " << rate << " Hz, blocks of " << block);
                ladspa::Plugin plugin(channels == 1 ? "solus_mono" : "solus_stereo", rate);
                plugin.activate();
                REQUIRE(plugin.run(in, block, block == 64) == expected);
                CHECK(plugin["latency"] == static_cast<float>(plain.latencySamples()));
                move(plugin);
                plugin.activate(); // restarts with all current settings
                CHECK(plugin["latency"] == static_cast<float>(set.latencySamples()));
                REQUIRE(plugin.run(in, block, block == 64) == expectedMoved);
            }
        }
    }
}

TEST_CASE("left and right in each other's place") {
    const auto in = toy::noise(2, 9000, 4);
    VoiceEngine engine(defaultDenoiser(), defaultEmbedder());
    engine.prepare(48000, 2);
    const auto expected = toy::run(engine, in);
    ladspa::Plugin plugin("solus_stereo", 48000);
    plugin.activate();
    auto both = in;
    plugin.run({both[0].data(), both[1].data()}, {both[1].data(), both[0].data()}, 9000);
    CHECK(both[1] == expected[0]);
    CHECK(both[0] == expected[1]);
}

TEST_CASE("the latency port is the true delay") {
    for (const unsigned long rate : {8000ul, 44100ul, 48000ul, 192000ul}) {
        ladspa::Plugin plugin("solus_mono", rate);
        plugin["Noise reduction"] = 0.0f; // everything passes
        plugin["Look-ahead"] = 20.0f;
        plugin.activate();
        toy::Audio in(1, std::vector<float>(20000, 0.0f));
        in[0][5001] = 1.0f;
        const auto out = plugin.run(in, 441)[0];
        size_t peak = 0;
        for (size_t n = 0; n < out.size(); ++n)
            if (std::abs(out[n]) > std::abs(out[peak])) peak = n;
        INFO(rate << " Hz");
        CHECK(peak == 5001u + static_cast<size_t>(plugin["latency"]));
    }
}

TEST_CASE(
    "every control has the table's name and default, and a range that LADSPA's words for defaults fit") {
    for (const char* label : {"solus_mono", "solus_stereo"}) {
        const LADSPA_Descriptor& d = *ladspa::find(label);
        CHECK(LADSPA_IS_HARD_RT_CAPABLE(d.Properties));
        CHECK_FALSE(LADSPA_IS_INPLACE_BROKEN(d.Properties));
        const unsigned long first = std::string(label) == "solus_mono" ? 2 : 4;
        unsigned long port = first;
        CHECK(d.PortCount == port + parameterCount + 3);
        for (const ParameterSpec& spec : parameterTable()) {
            if (&spec == &specOf(Parameter::remember))
                port += 3; // after model, voice and latency, which came first
            const LADSPA_PortRangeHint& hint = d.PortRangeHints[port];
            INFO(d.PortNames[port]);
            CHECK(std::string(d.PortNames[port]).rfind(spec.name, 0) == 0);
            CHECK(ladspa::defaultOf(hint) == spec.standard);
            CHECK((hint.LowerBound >= spec.low && hint.UpperBound <= spec.high));
            CHECK((hint.LowerBound <= spec.standard && spec.standard <= hint.UpperBound));
            ++port;
        }
        CHECK(std::string(d.PortNames[first + 15]) == "latency");
    }
}

TEST_CASE("controls that are no numbers or out of range, and samples that are none, do no harm") {
    const float bad[] = {std::nanf(""), std::numeric_limits<float>::infinity(), -1e30f, 1e30f};
    (void)errorsOf([&] { // highest number: no such model
        for (const float value : bad) {
            ladspa::Plugin plugin("solus_mono", 48000);
            for (const ParameterSpec& spec : parameterTable()) plugin[spec.name] = value;
            plugin["Model number"] = plugin["Voice number"] = value;
            plugin.activate();
            auto in = toy::noise(1, 5000, 2);
            in[0][10] = std::nanf(""), in[0][20] = std::numeric_limits<float>::infinity(), in[0][30] = -1e30f;
            CHECK(finite(plugin.run(in, 100)));
        }
    });
    const LADSPA_Descriptor& d = *ladspa::find("solus_stereo");
    (void)errorsOf([&] { CHECK(d.instantiate(&d, 4000) == nullptr); });
    const LADSPA_Handle bare = d.instantiate(&d, 48000); // a host that connects nothing
    REQUIRE(bare != nullptr);
    d.activate(bare);
    d.run(bare, 64);
    d.connect_port(bare, 10000, nullptr);
    d.cleanup(bare);
}

TEST_CASE("models change while it runs, by number, with a cross-fade; the latency port follows") {
    const Place place;
    const auto names = builtInNames("denoiser");
    const auto live = std::find(names.begin(), names.end(), "denoise-live") - names.begin() + 1;
    ladspa::Plugin plugin("solus_mono", 48000);
    plugin.activate();
    CHECK(plugin["latency"] == 480.0f);
    plugin["Model number"] = static_cast<float>(live);
    CHECK(playUntil(plugin, [&] { return plugin["latency"] == 240.0f; }));
    plugin["Look-ahead"] = 100.0f;
    CHECK(playUntil(plugin, [&] { return plugin["latency"] > 4800.0f; }));
    plugin.activate();
    const auto in = toy::noise(1, 9000, 1);
    VoiceEngine engine(builtInModel("denoise-live"), defaultEmbedder());
    engine.setLookAhead(100.0);
    engine.prepare(48000, 1);
    CHECK(plugin.run(in, 333) == toy::run(engine, in));
}

TEST_CASE(
    "a missing voice or model is one line; the signal passes cleaned by the default model, for everybody") {
    const Place place;
    const auto in = toy::noise(1, 20000, 6);
    VoiceEngine engine(defaultDenoiser(), defaultEmbedder());
    engine.prepare(48000, 1);
    const auto expected = toy::run(engine, in);
    const auto played = [&](float model, float voice) {
        toy::Audio out;
        const std::string errors = errorsOf([&] {
            ladspa::Plugin plugin("solus_mono", 48000);
            plugin["Only enrolled voices"] = 1.0f, plugin["Open while undecided"] = 0.0f;
            plugin["Model number"] = model, plugin["Voice number"] = voice;
            plugin.activate();
            out = plugin.run(in, 480);
            std::this_thread::sleep_for(
                std::chrono::milliseconds(200)); // its thread has polled several times
        });
        return std::pair(errors, out);
    };
    const auto good = played(0, 1);
    CHECK(good.first.empty());
    CHECK(good.second != expected); // she is not talking here
    fs::remove(place.file("anna"));
    std::ofstream(place.file("ben")) << "damaged";
    for (const auto& [model, voice, word] : {std::tuple(0.0f, 1.0f, "anna"),
                                             {0.0f, 2.0f, "ben.voice"},
                                             {0.0f, 77.0f, "voice 77"},
                                             {66.0f, 0.0f, "model 66"}}) {
        const auto [errors, out] = played(model, voice);
        INFO(errors);
        CHECK(std::count(errors.begin(), errors.end(), '\n') == 1);
        CHECK(errors.find(word) != std::string::npos);
        CHECK(out == expected);
    }
}

TEST_CASE(
    "run() allocates nothing, takes no lock and makes no call, while model, voice and look-ahead change") {
    if (!toy::RealtimeWatch::available()) return;
    const Place place;
    ladspa::Plugin plugin("solus_stereo", 44100);
    {
        const toy::RealtimeWatch watch;
        plugin.activate();
        CHECK(watch.violations() > 0); // the hook works inside the plugin
    }
    auto in = toy::noise(2, 2000, 1), out = in;
    const std::vector<float*> from{in[0].data(), in[1].data()}, to{out[0].data(), out[1].data()};
    std::mt19937 random(5);
    int violations = 0, changes = 0;
    std::string first;
    float latency = plugin["latency"];
    for (int block = 0; block < 400 || (changes < 3 && block < 20000); ++block) {
        if (block % 40 == 0) {
            const auto upTo = [&random](unsigned last) { return static_cast<float>(random() % (last + 1)); };
            plugin["Model number"] = upTo(5), plugin["Voice number"] = upTo(2);
            plugin["Look-ahead"] = 50.0f * upTo(2), plugin["Split channels"] = upTo(1);
            plugin["Only enrolled voices"] = upTo(1);
        }
        {
            const toy::RealtimeWatch watch;
            plugin.run(from, to, random() % 2000);
            violations += watch.violations();
            if (first.empty()) first = watch.firstViolation();
        }
        changes += plugin["latency"] != latency;
        latency = plugin["latency"];
        std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
    INFO("first violation: " << first);
    CHECK(violations == 0);
    CHECK(changes >= 3); // models really changed while the hook watched
}
