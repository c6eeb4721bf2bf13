// The plugin's own bytes inside the state that a host saves.
#pragma once

#include <juce_audio_processors/juce_audio_processors.h>

namespace solus::host {

/// Hosts wrap the plugin's state: JUCE's VST3 host in XML, LV2 in Turtle, both as Base64. Damaging the wrapper would
/// only test the host, so this removes it and puts it back. An unknown wrapper counts as none.
class HostState {
public:
    explicit HostState(const juce::AudioPluginInstance&, juce::MemoryBlock wrapped);

    const juce::MemoryBlock& bytes() const { return bytes_; }
    juce::MemoryBlock wrap(const juce::MemoryBlock& bytes) const;

private:
    juce::MemoryBlock wrapped_, bytes_;
    std::unique_ptr<juce::XmlElement> xml_;
    juce::String before_, after_; // of the Base64 in Turtle
};

} // namespace solus::host
