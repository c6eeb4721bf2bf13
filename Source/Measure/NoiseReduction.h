// Noise reduction: by how much the pauses between words became quieter.
#pragma once

#include <span>

namespace solus {

/// 10 log10(sum x^2 / sum y^2) in dB over the frames (20 ms) where the clean reference is at least 45 dB below its
/// loudest frame (SpeechActivity.h), with x the noisy and y the processed signal. Digital silence in y counts as -100
/// dB, so that a gate has a finite value. NaN if the reference has no such pauses, or if the noise is below -100 dB.
/// Throws Error if the lengths differ.
double noiseReductionDb(std::span<const float> reference, std::span<const float> noisy,
                        std::span<const float> processed, int sampleRate);

} // namespace solus
