// Word onsets, which a denoiser swallows if it takes time to detect speech.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace solus {

inline constexpr double onsetSeconds = 0.03; ///< length of a word's onset

/// Where words begin in a clean recording (in samples): the level of 5 ms frames rises above a threshold after at
/// least 100 ms below it, and within 150 ms reaches 15 dB below the active level, so that it is a word and not a lip
/// click. The threshold is 35 dB below the active level (SpeechActivity.h); in recordings whose own noise would reach
/// it, 10 dB above that noise, at most 25 dB below the active level.
std::vector<size_t> wordOnsets(std::span<const float> clean, int sampleRate);

/// Whether the onset at `at` is louder than the noise around it: only then can it be preserved and measured.
bool onsetIsAudible(std::span<const float> clean, std::span<const float> noisy, size_t at, int sampleRate);

/// Energy of the clean speech s in the 30 ms from `at` that is missing in the processed signal y, in dB:
///     -20 log10 a,   a = <y, s> / <s, s>
/// with a s the speech in y: residual noise does not make up for lost speech. At most 30 dB.
double onsetLossDb(std::span<const float> clean, std::span<const float> processed, size_t at, int sampleRate);

} // namespace solus
