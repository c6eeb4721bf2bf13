// The parameters that hosts see and automate: stable IDs, ranges, and text with units.
#pragma once

#include "Engine/EngineSettings.h"

#include <juce_audio_processors/juce_audio_processors.h>
#include <vector>

namespace solus {

/// Made once in the constructor of the processor, which owns the parameters; values are atomics. All float ranges
/// have a step, so that values survive saving and loading bit by bit.
struct Parameters {
    explicit Parameters(juce::AudioProcessor& owner);

    juce::AudioParameterFloat& amount;    ///< the limit in dB, 0 ... 100
    juce::AudioParameterFloat& mix;       ///< percent
    juce::AudioParameterFloat& gain;      ///< dB
    juce::AudioParameterBool& gate;       ///< only enrolled voices pass
    juce::AudioParameterFloat& threshold; ///< percent
    juce::AudioParameterFloat& hold;      ///< ms
    juce::AudioParameterFloat& release;   ///< ms
    juce::AudioParameterFloat& floor;     ///< dB
    juce::AudioParameterBool& removed;    ///< hear what is removed
    juce::AudioParameterBool& bypass;     ///< same latency, click-free
    juce::AudioParameterFloat& score;     ///< percent, read-only: who is talking

    /// The settings for the engine now; fields that are not parameters keep their defaults. Any thread; real-time
    /// safe.
    EngineSettings settings() const noexcept;

    /// Those stored in a session or preset: all but the score.
    std::vector<juce::RangedAudioParameter*> saved() const;
    /// Null if no parameter has this ID.
    juce::RangedAudioParameter* find(const juce::String& id) const;
};

} // namespace solus
