// Cheap artificial reverberation for crowds and places: with thirty talkers in a hall, no detail of it is audible.
#pragma once

#include "Core/Random.h"

#include <span>

namespace solus::train {

/// Four combs and two all-passes (Schroeder 1962), mixed with the direct sound. `seconds`: reverberation time; `share`:
/// power of the reverberation over the total.
void addReverb(std::span<float> samples, double seconds, double share, Random&);

} // namespace solus::train
