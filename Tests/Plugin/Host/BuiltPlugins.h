// The built plugins, in both formats, for tests that run on each in turn.
#pragma once

#include "HostedParameters.h"
#include "PluginLoader.h"
#include "Session.h"

#include <cstdlib>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace toy {

/// The VST3 by its path, the LV2 by its URI through LV2_PATH.
inline std::vector<std::string> builtPlugins() {
    setenv("LV2_PATH", SOLUS_PLUGINS, 1);
    return {SOLUS_PLUGINS "/Solus.vst3", "https://solus-audio.org/plugins/solus"};
}

/// Gets and sets the plugin's state as its own JSON, through the host's wrapper.
nlohmann::json stateOf(juce::AudioPluginInstance&);
void restore(juce::AudioPluginInstance&, const nlohmann::json&);

/// A session that names another denoiser.
void chooseModel(juce::AudioPluginInstance&, const std::string& name);

/// `samples` samples of silence, in blocks of 480, with the message thread running in between.
void letRun(solus::host::Session&, int samples);

} // namespace toy
