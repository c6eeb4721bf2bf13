// Finds and loads plugins: VST3 bundles, LV2 bundles and LV2 URIs.
#pragma once

#include "Lv2Folder.h"

#include <juce_audio_processors/juce_audio_processors.h>
#include <memory>
#include <string>

namespace solus::host {

/// Runs everything that is waiting for the message thread.
void dispatchMessages(int milliseconds);

/// JUCE's VST3 host gets messages from plugins, and would crash on one from a plugin that has been deleted.
struct LetGo {
    void operator()(juce::AudioPluginInstance* plugin) const {
        plugin->releaseResources();
        dispatchMessages(5);
        delete plugin;
    }
};
using Plugin = std::unique_ptr<juce::AudioPluginInstance, LetGo>;

/// Message thread only, with JUCE initialised. Keeps loaded plugins open, so that a second instance costs as much as
/// in a DAW.
class PluginLoader {
public:
    /// `plugin`: the path of a .vst3 or .lv2 bundle, or an LV2 URI, which is searched in LV2_PATH (if it is not set,
    /// in ~/.lv2 and the system's folders). Throws Error that says what is missing.
    explicit PluginLoader(const std::string& plugin);

    /// A new instance, not prepared. Throws Error.
    Plugin load(double sampleRate = 48000.0, int block = 512);

    /// "VST3" or "LV2".
    std::string format() const { return description_.pluginFormatName.toStdString(); }
    const juce::PluginDescription& description() const { return description_; }

private:
    void findVst3(const juce::File& bundle);
#if JUCE_PLUGINHOST_LV2
    void findLv2(const std::string& uri, const std::string& where);
#endif

#if JUCE_PLUGINHOST_LV2
    Lv2Folder bundles_; // outlives the formats, which open bundles late
#endif
    juce::AudioPluginFormatManager formats_;
    juce::PluginDescription description_;
};

} // namespace solus::host
