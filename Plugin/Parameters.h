// The parameters that hosts see and automate: stable IDs, ranges and text with units.
#pragma once

#include "Engine/EngineSettings.h"

#include <juce_audio_processors/juce_audio_processors.h>
#include <vector>

namespace solus {

/// Made once in the processor's constructor, which owns the parameters; values are atomics. All float ranges
/// have a step, so that a value survives being saved and loaded bit by bit.
struct Parameters {
    explicit Parameters(juce::AudioProcessor& owner);

    juce::AudioParameterFloat& amount;    ///< dB at most, 0 ... 100
    juce::AudioParameterFloat& mix;       ///< percent
    juce::AudioParameterFloat& gain;      ///< dB
    juce::AudioParameterBool& gate;       ///< only enrolled voices pass
    juce::AudioParameterFloat& threshold; ///< percent
    juce::AudioParameterFloat& hold;      ///< ms
    juce::AudioParameterFloat& release;   ///< ms
    juce::AudioParameterFloat& floor;     ///< dB
    juce::AudioParameterBool& removed;    ///< hear what is taken away
    juce::AudioParameterBool& bypass;     ///< latency kept, click-free
    juce::AudioParameterFloat& score;     ///< percent, read-only: who is talking

    /// What the engine should do now; the fields that are no parameters keep their defaults. Any thread;
    /// real-time safe.
    EngineSettings settings() const noexcept;

    /// Those that a session or preset keeps: all but the score.
    std::vector<juce::RangedAudioParameter*> saved() const;
    /// Null if there is none of this ID.
    juce::RangedAudioParameter* find(const juce::String& id) const;
};

} // namespace solus
