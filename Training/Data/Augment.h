// What happens to a recording on its way into a microphone: speed, room, equaliser, band limit.
#pragma once

#include "Core/Random.h"

#include <span>
#include <vector>

namespace solus::train {

/// Pitch, formants and tempo times `factor` (a resampling); the factor is rounded to whole percents.
std::vector<float> changeSpeed(std::span<const float> samples, double factor);

/// Convolution with a room response, cut to the length of the input, scaled to keep its power.
void addRoom(std::vector<float>& samples, std::span<const float> response);

/// One or two shelves and up to two broad peaks, each within ±`db` dB.
void randomEqualiser(std::span<float> samples, double db, Random&);

/// Butterworth of order 8: what a device with less bandwidth lets through.
void bandLimit(std::span<float> samples, double hz);

} // namespace solus::train
