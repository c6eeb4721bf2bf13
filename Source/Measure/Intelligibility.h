// How much of noisy or processed speech can be understood: STOI and ESTOI.
#pragma once

#include <span>

namespace solus {

/// Short-time objective intelligibility (Taal et al. 2011, "An algorithm for intelligibility prediction of
/// time-frequency weighted noisy speech"), about 0 ... 1. Both signals at 10 kHz and of equal length; throws Error
/// otherwise, and if there are fewer than 30 frames (0.4 s) of speech.
double stoi(std::span<const float> reference, std::span<const float> estimate);

/// Extended STOI (Jensen & Taal 2016, "An algorithm for predicting the intelligibility of speech masked by modulated
/// noise maskers").
double estoi(std::span<const float> reference, std::span<const float> estimate);

inline constexpr int intelligibilityRate = 10000; ///< Hz

} // namespace solus
