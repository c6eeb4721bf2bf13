// What the entry points of the formats share.
#pragma once

#include <juce_audio_processors/juce_audio_processors.h>

namespace solus {

/// The processor that this thread made last; the LV2 entry finds the one of its instance by it.
juce::AudioProcessor*& lastProcessorMade() noexcept;

} // namespace solus
