// What the entry points of the formats share.
#pragma once

#include <juce_audio_processors/juce_audio_processors.h>

namespace solus {

/// The last processor made on this thread, by which the LV2 entry finds the one of its instance.
juce::AudioProcessor*& lastProcessorMade() noexcept;

} // namespace solus
