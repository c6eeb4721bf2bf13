// Stationary noises that the recorded sets lack: hiss of any colour, mains hum, fans.
#pragma once

#include "Core/Random.h"

#include <vector>

namespace solus::train {

/// `count` samples at 48 kHz, of power 1 on average; the kind and its parameters are drawn from `random`.
std::vector<float> syntheticNoise(Random& random, int count);

} // namespace solus::train
