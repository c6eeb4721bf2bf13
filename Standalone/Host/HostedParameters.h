// Parameters of a loaded plugin, by the names that users know.
#pragma once

#include <juce_audio_processors/juce_audio_processors.h>
#include <string>
#include <vector>

namespace solus::host {

using Parameter = juce::AudioProcessorParameter;

/// By ID ("amount"), by name ("Noise reduction"), or as --list prints it; throws Error that lists the names. VST3 has
/// numeric IDs only: for JUCE's plugins they are a hash of the ID, by which an ID is found here.
Parameter& findParameter(juce::AudioPluginInstance&, const std::string& idOrName);

/// "24", "24 dB", "on": text as the plugin parses it. Throws Error if the text is not a value, or is outside the
/// parameter's range, and for a meter.
void setParameter(juce::AudioPluginInstance&, const std::string& idOrName, const std::string& value);

/// "Noise reduction" 30.0 dB ... : one line per parameter, with range and text.
std::vector<std::string> describeParameters(juce::AudioPluginInstance&);

/// The ID in the current format: a number in VST3, the end of the URI in LV2.
std::string parameterId(const Parameter&);

} // namespace solus::host
