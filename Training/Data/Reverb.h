// A cheap artificial room for crowds and places: what a hall does to thirty talkers needs no care for one of them.
#pragma once

#include "Core/Random.h"

#include <span>

namespace solus::train {

/// Four combs and two all-passes (Schroeder 1962), mixed with the direct sound. `seconds`: reverberation time;
/// `share`: power of the room's sound over that of all.
void addReverb(std::span<float> samples, double seconds, double share, Random&);

} // namespace solus::train
