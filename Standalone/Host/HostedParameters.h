// Parameters of a loaded plugin, by the names that people use.
#pragma once

#include <juce_audio_processors/juce_audio_processors.h>
#include <string>
#include <vector>

namespace solus::host {

using Parameter = juce::AudioProcessorParameter;

/// By ID ("amount"), by name ("Noise reduction"), or by what --list prints; throws Error with the names there
/// are. VST3 knows numbers only: those of JUCE's plugins are a hash of the ID, which is how an ID is found
/// here.
Parameter& findParameter(juce::AudioPluginInstance&, const std::string& idOrName);

/// "24", "24 dB", "on": text as the plugin reads it. Throws Error for text that is no value, or is one
/// outside the parameter's range, and for a meter.
void setParameter(juce::AudioPluginInstance&, const std::string& idOrName, const std::string& value);

/// "Noise reduction" 30.0 dB ... : one line a parameter, with range and text.
std::vector<std::string> describeParameters(juce::AudioPluginInstance&);

/// The ID in the format at hand: a number in VST3, the end of the URI in LV2.
std::string parameterId(const Parameter&);

} // namespace solus::host
