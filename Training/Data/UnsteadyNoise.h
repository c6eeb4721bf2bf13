// Noises that come and go, of which recordings are few: typing, ticking, dripping, dishes, steps, wind, rumble.
#pragma once

#include "Core/Random.h"

#include <vector>

namespace solus::train {

/// `count` samples at 48 kHz, of power 1 on average; the kind and its parameters are drawn from `random`.
std::vector<float> unsteadyNoise(Random& random, int count);

} // namespace solus::train
