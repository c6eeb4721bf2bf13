// The built plugin's output is the engine's, at every rate and for all block sizes.
#include "Plugin/Host/BuiltPlugins.h"
#include "Plugin/Support/Clips.h"

#include <catch2/catch.hpp>
#include <random>

using namespace solus::host;

namespace {

constexpr int longest = 4096;

std::function<int()> blocks(int block) {
    if (block > 0) return [block] { return block; };
    return [random = std::mt19937(3)]() mutable { return static_cast<int>(random() % (longest + 1)); };
}

} // namespace

TEST_CASE("the plugin's sound is the engine's, at every rate and block size") {
    for (const auto& name : toy::builtPlugins()) {
        PluginLoader loader(name);
        for (int rate : {44100, 48000, 96000, 192000}) {
            const auto in = toy::clip(2, rate, rate > 48000 ? 0.2 : 0.6);
            const auto expected = toy::throughEngine(in, rate);
            REQUIRE(toy::difference(expected, in) > 0.01); // the engine changes the signal at all
            for (int block : {1, 7, 64, 480, 512, 1024, 4096, 0}) {
                const Plugin plugin = loader.load();
                Session session(*plugin, {static_cast<double>(rate), longest, 2, 2, false, true});
                INFO(loader.format() << ", " << rate << " Hz, blocks of " << block);
                CHECK(toy::difference(play(session, in, 2, blocks(block)), expected) <= 1e-6);
            }
        }
    }
}

TEST_CASE("mono to mono, mono to stereo, and rates from 8 kHz") {
    for (const auto& name : toy::builtPlugins()) {
        PluginLoader loader(name);
        for (int rate : {8000, 16000, 22050, 48000}) {
            const auto in = toy::clip(1, rate, 1.0);
            const auto expected = toy::throughEngine(in, rate);
            for (int outputs : {1, 2}) {
                const Plugin plugin = loader.load();
                Session session(*plugin, {static_cast<double>(rate), 512, 1, outputs, false, true});
                const auto out = play(session, in, outputs, blocks(512));
                INFO(loader.format() << ", " << rate << " Hz, " << outputs << " outputs");
                CHECK(toy::difference(out, expected) <= 1e-6);
                if (outputs == 2)
                    for (int n = 0; n < out.getNumSamples(); ++n)
                        REQUIRE(out.getSample(1, n) == out.getSample(0, n));
            }
        }
    }
}

TEST_CASE("hosts of double precision get the same sound") {
    PluginLoader loader(toy::builtPlugins()[0]); // LV2 has no double precision
    const auto in = toy::clip(2, 48000, 1.0);
    const auto expected = toy::throughEngine(in, 48000);
    const Plugin plugin = loader.load();
    REQUIRE(plugin->supportsDoublePrecisionProcessing());
    Session session(*plugin, {48000.0, 512, 2, 2, true, true});
    CHECK(toy::difference(play(session, in, 2, blocks(333)), expected) <= 1e-6);
}

TEST_CASE("rate and block size change without a release, and the sound is right at once") {
    for (const auto& name : toy::builtPlugins()) {
        PluginLoader loader(name);
        const Plugin plugin = loader.load();
        Session session(*plugin, {48000.0, 512, 2, 2, false, true});
        for (int rate : {44100, 96000, 48000}) {
            const auto in = toy::clip(2, rate, 0.5);
            plugin->prepareToPlay(rate, 333);
            INFO(loader.format() << ", " << rate << " Hz");
            CHECK(toy::difference(play(session, in, 2, blocks(333)), toy::throughEngine(in, rate)) <= 1e-6);
        }
    }
}

TEST_CASE("parameters reach the engine in their own units") {
    for (const auto& name : toy::builtPlugins()) {
        PluginLoader loader(name);
        const Plugin plugin = loader.load();
        Session session(*plugin, {48000.0, 512, 2, 2, false, true});
        setParameter(*plugin, "amount", "12.5 dB");
        setParameter(*plugin, "mix", "80");
        setParameter(*plugin, "Output gain", "-6");
        solus::EngineSettings settings;
        settings.amountDb = 12.5f, settings.mix = 0.8f, settings.outputGainDb = -6.0f;
        const auto in = toy::clip(2, 48000, 1.0);
        INFO(loader.format());
        CHECK(toy::difference(play(session, in, 2, blocks(512)), toy::throughEngine(in, 48000, settings)) <=
              1e-6);
        CHECK(toy::stateOf(*plugin)["settings"]["parameters"]["amount"] == Approx(12.5));
    }
}
