// A plugin that nobody touches edits nothing: the score reaches the host beside the sound, not as a turned knob.
#include "Engine/Models.h"
#include "Engine/VoiceListener.h"
#include "Plugin/Host/BuiltPlugins.h"
#include "Plugin/Support/Clips.h"

#include <catch2/catch.hpp>
#include <set>

using namespace solus::host;

namespace {

/// What a host sees of parameters, and when: with the messages (an edit) or with a block (an output parameter).
struct Watcher final : juce::AudioProcessorListener {
    void audioProcessorParameterChanged(juce::AudioProcessor*, int, float) override { ++(inBlock ? beside : edits); }
    void audioProcessorChanged(juce::AudioProcessor*, const ChangeDetails&) override {}
    void audioProcessorParameterChangeGestureBegin(juce::AudioProcessor*, int) override { ++edits; }
    bool inBlock = false;
    int edits = 0, beside = 0;
};

std::string voiceOf(const juce::AudioBuffer<float>& sound) {
    solus::VoiceListener listener(solus::defaultDenoiser(), solus::defaultEmbedder(), 48000.0, 1);
    const float* left = sound.getReadPointer(0);
    listener.push(&left, sound.getNumSamples());
    return solus::enrol("Anna", listener.finish(), *solus::defaultEmbedder()).toText();
}

} // namespace

TEST_CASE("while a known voice speaks, the score moves beside the sound and nothing is edited") {
    const auto in = toy::clip(2, 48000, 5.0);
    const auto print = voiceOf(in);
    PluginLoader loader(toy::builtPlugins()[0]);
    const Plugin plugin = loader.load();
    auto state = toy::stateOf(*plugin);
    state["voices"] = {{{"print", print}, {"active", true}}};
    toy::restore(*plugin, state);
    Session session(*plugin, {48000.0, 480, 2, 2, false, false});
    setParameter(*plugin, "gate", "on"); // else nobody listens
    dispatchMessages(200);               // what the restored state has to say
    juce::MemoryBlock before, after;
    plugin->getStateInformation(before);
    Watcher watcher;
    plugin->addListener(&watcher);
    std::set<float> scores;
    for (int at = 0; at + 480 <= in.getNumSamples(); at += 480) {
        juce::AudioBuffer<float> block(2, 480);
        for (int c = 0; c < 2; ++c) block.copyFrom(c, 0, in, c, at, 480);
        watcher.inBlock = true;
        session.process(block);
        watcher.inBlock = false;
        if (at % 4800 == 0) dispatchMessages(60);
        scores.insert(findParameter(*plugin, "score").getValue());
    }
    dispatchMessages(200);
    plugin->removeListener(&watcher);
    plugin->getStateInformation(after);
    CHECK(watcher.edits == 0);
    CHECK(scores.size() > 3); // it did move
    CHECK(*scores.rbegin() > 0.5f);
    CHECK(before == after); // nothing to save
}
