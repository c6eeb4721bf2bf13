// Bypass by the host: the input, delayed by the latency, without a click at the switch.
#include "Plugin/Host/BuiltPlugins.h"
#include "Plugin/Support/Clips.h"

#include <catch2/catch.hpp>
#include <cmath>

using namespace solus::host;

TEST_CASE("bypassed, the plugin and the delayed input cancel") {
    for (const auto& name : toy::builtPlugins()) {
        PluginLoader loader(name);
        for (int rate : {44100, 48000, 192000}) {
            const Plugin plugin = loader.load();
            Session session(*plugin, {static_cast<double>(rate), 512, 2, 2, false, true});
            REQUIRE(plugin->getBypassParameter() != nullptr);
            plugin->getBypassParameter()->setValueNotifyingHost(1.0f);
            const auto in = toy::clip(2, rate, 0.5);
            const auto out = play(session, in, 2, [] { return 511; });
            INFO(loader.format() << ", " << rate << " Hz");
            CHECK(session.latency() > 0);
            CHECK(toy::differenceAfter(out, in, session.latency()) == 0.0);
        }
    }
}

TEST_CASE("bypass goes on and off without a click") {
    // 100 Hz at 0.05, four times as loud while not bypassed: a hard switch would step by up to 0.15.
    constexpr int rate = 48000;
    juce::AudioBuffer<float> in(2, 2 * rate);
    for (int n = 0; n < in.getNumSamples(); ++n)
        for (int c = 0; c < 2; ++c)
            in.setSample(c, n,
                         0.05f * static_cast<float>(
                                     std::sin(2.0 * juce::MathConstants<double>::pi * 100.0 * n / rate)));
    for (const auto& name : toy::builtPlugins()) {
        PluginLoader loader(name);
        const Plugin plugin = loader.load();
        Session session(*plugin, {static_cast<double>(rate), 512, 2, 2, false, true});
        setParameter(*plugin, "amount", "0");
        setParameter(*plugin, "gain", "12");
        int block = 0;
        const auto out = play(session, in, 2, [&] {
            // a quarter and three quarters through a period
            if (block % 20 == 10)
                plugin->getBypassParameter()->setValueNotifyingHost(block % 40 == 10 ? 1.0f : 0.0f);
            ++block;
            return 510;
        });
        INFO(loader.format());
        CHECK(toy::largestStep(out, rate / 10) < 0.008);
        float loudest = 0.0f, quietest = 1.0f; // both were present
        for (int at = rate / 5; at + 960 < out.getNumSamples(); at += 960) {
            const float peak = out.getMagnitude(0, at, 960);
            loudest = std::max(loudest, peak), quietest = std::min(quietest, peak);
        }
        CHECK(loudest > 0.19f);
        CHECK(quietest < 0.06f);
    }
}
