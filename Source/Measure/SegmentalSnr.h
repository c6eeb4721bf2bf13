// Segmental SNR: the mean of the signal-to-noise ratios of short frames.
#pragma once

#include <span>

namespace solus {

/// Mean over the speech frames m (20 ms, SpeechActivity.h) of
///     clamp(10 log10(sum_{n in m} s[n]^2 / sum_{n in m} (s[n] - y[n])^2), -10, 35)  dB
/// (Hansen & Pellom 1998, "An effective quality evaluation protocol for speech enhancement algorithms").
/// NaN without speech. Throws Error if the lengths differ.
double segmentalSnrDb(std::span<const float> reference, std::span<const float> estimate, int sampleRate);

} // namespace solus
