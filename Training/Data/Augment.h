// What happens to a recording on its way to the microphone: speed, room, equaliser, band limit.
#pragma once

#include "Core/Random.h"

#include <span>
#include <vector>

namespace solus::train {

/// Multiplies pitch, formants and tempo by `factor` (by resampling); the factor is rounded to whole percent.
std::vector<float> changeSpeed(std::span<const float> samples, double factor);

/// Convolution with a room response, cut to the length of the input, scaled to preserve its power.
void addRoom(std::vector<float>& samples, std::span<const float> response);

/// One or two shelves and up to two broad peaks, each within ±`db` dB.
void randomEqualiser(std::span<float> samples, double db, Random&);

/// Butterworth low-pass of order 8: the band limit of a device with less bandwidth.
void bandLimit(std::span<float> samples, double hz);

} // namespace solus::train
