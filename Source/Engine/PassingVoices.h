// The voices that may pass, prepared for the stages that need them.
#pragma once

#include "Verify/VoiceTracker.h"

#include <cstdint>
#include <vector>

namespace solus {

/// Immutable; reaches the audio thread by a wait-free exchange.
struct PassingVoices {
    VoiceSet references;     ///< for the gate
    std::vector<float> mean; ///< their mean of length 1, for the isolator; empty without voices
    std::uint32_t id = 0;    ///< another one for other voices

    bool empty() const noexcept { return references.empty(); }
};

} // namespace solus
