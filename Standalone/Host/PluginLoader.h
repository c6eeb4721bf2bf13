// Finds and loads plugins: VST3 bundles, LV2 bundles and LV2 URIs.
#pragma once

#include "Lv2Folder.h"

#include <juce_audio_processors/juce_audio_processors.h>
#include <memory>
#include <string>

namespace solus::host {

/// Lets everything run that waits for the message thread.
void dispatchMessages(int milliseconds);

/// JUCE's VST3 host hears from plugins by messages, and would not survive one from a plugin that is gone.
struct LetGo {
    void operator()(juce::AudioPluginInstance* plugin) const {
        plugin->releaseResources();
        dispatchMessages(5);
        delete plugin;
    }
};
using Plugin = std::unique_ptr<juce::AudioPluginInstance, LetGo>;

/// Message thread only, with JUCE initialised. Keeps what it loaded open, so that a second instance costs
/// what it costs in a DAW.
class PluginLoader {
public:
    /// `plugin`: the path of a .vst3 or .lv2 bundle, or an LV2 URI, looked for along LV2_PATH (without that
    /// variable:
    /// ~/.lv2 and the system's folders). Throws Error saying what is missing.
    explicit PluginLoader(const std::string& plugin);

    /// A new instance, not prepared. Throws Error.
    Plugin load(double sampleRate = 48000.0, int block = 512);

    /// "VST3" or "LV2".
    std::string format() const { return description_.pluginFormatName.toStdString(); }
    const juce::PluginDescription& description() const { return description_; }

private:
    void findVst3(const juce::File& bundle);
    void findLv2(const std::string& uri, const std::string& where);

    Lv2Folder bundles_; // outlives the formats, which open bundles late
    juce::AudioPluginFormatManager formats_;
    juce::PluginDescription description_;
};

} // namespace solus::host
