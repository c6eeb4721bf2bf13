// Sessions of a host: the same sound again, the named model from the first sample, twenty tracks at once.
#include "Plugin/Host/BuiltPlugins.h"
#include "Plugin/Support/Clips.h"

#include <catch2/catch.hpp>
#include <fstream>

using namespace solus::host;

namespace {

juce::MemoryBlock saved(juce::AudioPluginInstance& plugin) {
    juce::MemoryBlock state;
    plugin.getStateInformation(state);
    return state;
}

/// Resident memory of this process in megabytes.
double residentMegabytes() {
    std::ifstream file("/proc/self/statm");
    double total = 0.0, resident = 0.0;
    file >> total >> resident;
    return resident * 4096.0 / 1e6;
}

} // namespace

TEST_CASE("a saved session sounds the same again and saves the same bytes") {
    const auto in = toy::clip(2, 48000, 1.0);
    for (const auto& name : toy::builtPlugins()) {
        PluginLoader loader(name);
        juce::MemoryBlock state;
        juce::AudioBuffer<float> before;
        {
            const Plugin plugin = loader.load();
            toy::chooseModel(*plugin, "denoise-light");
            Session session(*plugin, {});
            setParameter(*plugin, "amount", "18.3");
            setParameter(*plugin, "removed", "on");
            setParameter(*plugin, "mix", "90");
            before = play(session, in, 2, [] { return 512; });
            state = saved(*plugin);
        }
        const Plugin plugin = loader.load();
        plugin->setStateInformation(state.getData(), static_cast<int>(state.getSize()));
        Session session(*plugin, {});
        INFO(loader.format());
        CHECK(toy::difference(play(session, in, 2, [] { return 512; }), before) == 0.0);
        CHECK(saved(*plugin) == state);
        CHECK(toy::stateOf(*plugin)["settings"]["model"]["name"] == "denoise-light");
    }
}

TEST_CASE("offline, the model of a restored session plays from the first sample") {
    const auto in = toy::clip(2, 48000, 1.0);
    const auto expected = toy::throughEngine(in, 48000, {}, "denoise-live");
    for (const auto& name : toy::builtPlugins()) {
        PluginLoader loader(name);
        const Plugin plugin = loader.load();
        Session session(*plugin, {48000.0, 512, 2, 2, false, true});
        play(session, in, 2, [] { return 512; }); // it has been running for a while
        toy::chooseModel(*plugin, "denoise-live");
        INFO(loader.format());
        CHECK(toy::difference(play(session, in, 2, [] { return 512; }), expected) <= 1e-6);
        CHECK(session.latency() == 240);
    }
}

TEST_CASE("a transport jump starts afresh") {
    PluginLoader loader(toy::builtPlugins()[0]); // JUCE's LV2 wrapper ignores activate()
    const auto in = toy::clip(2, 48000, 1.0);
    const Plugin plugin = loader.load();
    Session session(*plugin, {});
    const auto first = play(session, in, 2, [] { return 512; });
    plugin->reset();
    CHECK(toy::difference(play(session, in, 2, [] { return 512; }), first) == 0.0);
}

TEST_CASE("twenty tracks sound alike and share the weights") {
    const auto in = toy::clip(2, 48000, 0.3);
    const auto expected = toy::throughEngine(in, 48000);
    for (const auto& name : toy::builtPlugins()) {
        PluginLoader loader(name);
        std::vector<Plugin> plugins;
        std::vector<std::unique_ptr<Session>> sessions;
        double afterFirst = 0.0;
        for (int i = 0; i < 20; ++i) {
            plugins.push_back(loader.load());
            sessions.push_back(std::make_unique<Session>(*plugins.back(), SessionSetup{}));
            CHECK(toy::difference(play(*sessions.back(), in, 2, [] { return 512; }), expected) <= 1e-6);
            if (i == 0) afterFirst = residentMegabytes();
        }
        const double each = (residentMegabytes() - afterFirst) / 19.0;
        INFO(loader.format() << ": " << each << " MB an instance after the first");
        std::printf("%s: %.2f MB an instance after the first\n", loader.format().c_str(), each);
        CHECK(each < 6.0); // buffers, streams, networks' states; weights of all models are 15 MB and more
    }
}

TEST_CASE("a missing model is told and kept, and the default plays") {
    const auto in = toy::clip(2, 48000, 0.5);
    for (const auto& name : toy::builtPlugins()) {
        PluginLoader loader(name);
        const Plugin plugin = loader.load();
        auto state = toy::stateOf(*plugin);
        state["settings"]["model"] = {
            {"name", "mine"}, {"path", "/nowhere/mine.safetensors"}, {"hash", "abc"}};
        toy::restore(*plugin, state);
        Session session(*plugin, {});
        INFO(loader.format());
        CHECK(toy::difference(play(session, in, 2, [] { return 512; }), toy::throughEngine(in, 48000)) <=
              1e-6);
        CHECK(toy::stateOf(*plugin)["settings"]["model"]["path"] == "/nowhere/mine.safetensors");
    }
}
