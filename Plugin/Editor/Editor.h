// The plugin's face.
#pragma once

#include <juce_audio_processors/juce_audio_processors.h>

namespace solus {

class SolusProcessor;

class Editor final : public juce::AudioProcessorEditor {
public:
    explicit Editor(SolusProcessor&);
};

} // namespace solus
