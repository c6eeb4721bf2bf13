// Changes to the microphone signal as a whole: it starts with silence or a fade, is muted, moves, changes level.
#pragma once

#include "Core/Random.h"

#include <vector>

namespace solus::train {

struct InterruptionOptions {
    double beginning = 0.15; ///< chance of silence, near-silence or a fade at the beginning
    double mute = 0.08;      ///< chance of digital silence of 5 ms ... 0.45 s in the middle
    double step = 0.08;      ///< chance of a change of level by up to 30 dB
    double drift = 0.1;      ///< chance that the distance to the microphone changes
    double loss = 0.02;      ///< chance of lost packets: a few gaps of 10 ... 60 ms
};

/// A gain for each sample, for speech and noise alike. Longer mutes need not be trained on: after half a second of
/// digital silence the engine resets the network (Source/Denoise/Denoiser.h).
std::vector<float> drawInterruptions(const InterruptionOptions&, size_t count, Random&);

} // namespace solus::train
