// The reported latency is the actual delay, and hosts are told of a change once.
#include "Plugin/Host/BuiltPlugins.h"
#include "Plugin/Support/Clips.h"

#include <catch2/catch.hpp>

using namespace solus::host;

namespace {

struct LatencyCount : juce::AudioProcessorListener {
    void audioProcessorParameterChanged(juce::AudioProcessor*, int, float) override {}
    void audioProcessorChanged(juce::AudioProcessor*, const ChangeDetails& details) override {
        if (!details.latencyChanged) return;
        ++changes;
        onMessageThread = onMessageThread && juce::MessageManager::getInstance()->isThisTheMessageThread();
    }
    int changes = 0;
    bool onMessageThread = true;
};

} // namespace

TEST_CASE("the reported latency is the delay, at every rate and with every model") {
    for (const auto& name : toy::builtPlugins()) {
        PluginLoader loader(name);
        for (int rate : {8000, 44100, 48000, 96000, 192000})
            for (const std::string model :
                 {"denoise-solus", "denoise-live", "denoise-monitor", "denoise-ibm"}) {
                if (model != "denoise-solus" && rate != 44100) continue; // saves time
                const Plugin plugin = loader.load();
                toy::chooseModel(*plugin, model);
                Session session(*plugin, {static_cast<double>(rate), 512, 2, 2, false, true});
                setParameter(*plugin, "amount", "0");
                const auto in = toy::clip(2, rate, 0.5);
                int expected = 0;
                toy::throughEngine(in, rate, {}, model, &expected);
                const auto out = play(session, in, 2, [] { return 512; });
                INFO(loader.format() << ", " << rate << " Hz, " << model);
                CHECK(session.latency() == expected);
                CHECK(session.latency() > 0);
                CHECK(toy::measuredDelay(out, in, 2 * expected, rate / 5) == session.latency());
                if (rate == 48000) CHECK(toy::differenceAfter(out, in, session.latency(), rate / 5) < 1e-5);
                CHECK(plugin->getTailLengthSeconds() * rate >= (loader.format() == "VST3" ? expected : 0));
            }
    }
}

TEST_CASE("a model swap changes the latency once, and the sound follows it") {
    for (const auto& name : toy::builtPlugins()) {
        PluginLoader loader(name);
        const Plugin plugin = loader.load();
        Session session(*plugin, {48000.0, 512, 2, 2, false, false}); // in real time: the swap cross-fades
        setParameter(*plugin, "amount", "0");
        toy::letRun(session, 48000);
        REQUIRE(session.latency() == 480);
        LatencyCount count;
        plugin->addListener(&count);
        toy::chooseModel(*plugin, "denoise-live");
        toy::letRun(session, 96000);
        INFO(loader.format());
        CHECK(count.changes == 1);
        if (loader.format() == "VST3") CHECK(count.onMessageThread); // an LV2 reports it with the audio
        CHECK(session.latency() == 240);
        const auto in = toy::clip(2, 48000, 1.0);
        const auto out = play(session, in, 2, [] { return 512; });
        CHECK(toy::measuredDelay(out, in, 1000, 24000) == 240);
        CHECK(toy::differenceAfter(out, in, 240, 24000) < 1e-5);
        toy::letRun(session, 48000);
        CHECK(count.changes == 1);
        plugin->removeListener(&count);
    }
}
