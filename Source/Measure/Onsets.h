// The first moments of words: a denoiser that must first find out that somebody speaks swallows them.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace solus {

inline constexpr double onsetSeconds = 0.03; ///< how much of a word counts as its onset

/// Where words begin in a clean recording (samples): the level of 5 ms frames rises above a threshold after at
/// least 100 ms below it, and within 150 ms comes up to 15 dB below the active level, so that it is a word and not
/// a click of the lips. The threshold lies 35 dB below the active level (SpeechActivity.h); in recordings whose
/// own noise would reach it, 10 dB above that noise, at most 25 dB below the active level.
std::vector<size_t> wordOnsets(std::span<const float> clean, int sampleRate);

/// Whether the onset at `at` is louder than the noise beside it: only then can it be kept, and measured.
bool onsetIsAudible(std::span<const float> clean, std::span<const float> noisy, size_t at, int sampleRate);

/// Energy of the clean speech s in the 30 ms from `at` that the processed signal y lacks, in dB:
///     -20 log10 a,   a = <y, s> / <s, s>
/// a s being the speech in y: noise that was left does not make good what was lost. At most 30 dB.
double onsetLossDb(std::span<const float> clean, std::span<const float> processed, size_t at, int sampleRate);

} // namespace solus
