// Speech distortion: what processing does to the speech that the noise had left intact.
#pragma once

#include <span>

namespace solus {

/// The log-spectral distance (Gray & Markel 1976, "Distance measures for speech processing") restricted to
/// the bins B that belong to speech: the RMS in dB over B of
///     10 log10(|Y|^2 / |S|^2),   B = { |S|^2 >= 10 |X - S|^2  and  |S|^2 >= 10^-5 max |S|^2 }
/// with S, X, Y the spectra of the clean, noisy and processed signals (2048-point Hann STFT, hop 512), |Y|^2
/// floored 80 dB under the clean maximum. 0: untouched speech; the noisy signal itself has a little, since up
/// to a tenth of noise is left in B. A suppressed partial of 20 dB counts 20 dB whether it is loud or soft.
/// NaN if no bin belongs to speech. Throws Error if the lengths differ.
double speechDistortionDb(std::span<const float> clean, std::span<const float> noisy,
                          std::span<const float> processed);

} // namespace solus
