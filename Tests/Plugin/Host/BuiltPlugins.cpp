// States of loaded plugins, as JSON.
#include "Plugin/Host/BuiltPlugins.h"

#include "Validation/HostState.h"

namespace toy {

using solus::host::HostState;

nlohmann::json stateOf(juce::AudioPluginInstance& plugin) {
    juce::MemoryBlock whole;
    plugin.getStateInformation(whole);
    return nlohmann::json::parse(HostState(plugin, whole).bytes().toString().toStdString());
}

void restore(juce::AudioPluginInstance& plugin, const nlohmann::json& state) {
    juce::MemoryBlock whole;
    plugin.getStateInformation(whole);
    const std::string text = state.dump();
    const auto wrapped = HostState(plugin, whole).wrap(juce::MemoryBlock(text.data(), text.size()));
    plugin.setStateInformation(wrapped.getData(), static_cast<int>(wrapped.getSize()));
}

void chooseModel(juce::AudioPluginInstance& plugin, const std::string& name) {
    auto state = stateOf(plugin);
    state["settings"]["model"] = {{"name", name}, {"path", ""}, {"hash", ""}};
    restore(plugin, state);
}

void letRun(solus::host::Session& session, int samples) {
    for (int at = 0; at < samples; at += 480) {
        juce::AudioBuffer<float> block(2, 480);
        block.clear();
        session.process(block);
        if (at % 4800 == 0) solus::host::dispatchMessages(5);
    }
}

} // namespace toy
