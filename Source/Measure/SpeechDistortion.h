// Speech distortion: what processing does to speech that was not masked by noise.
#pragma once

#include <span>

namespace solus {

/// The log-spectral distance (Gray & Markel 1976, "Distance measures for speech processing") restricted to the speech
/// bins B: the RMS in dB over B of
///     10 log10(|Y|^2 / |S|^2),   B = { |S|^2 >= 10 |X - S|^2  and  |S|^2 >= 10^-5 max |S|^2 }
/// with S, X, Y the spectra of the clean, noisy and processed signals (2048-point Hann STFT, hop 512), |Y|^2 floored
/// 80 dB below the clean maximum. 0: unchanged speech. The noisy signal itself has a little, since up to a tenth of
/// noise is left in B. A partial suppressed by 20 dB counts 20 dB, loud or soft. NaN if B is empty. Throws Error if
/// the lengths differ.
double speechDistortionDb(std::span<const float> clean, std::span<const float> noisy,
                          std::span<const float> processed);

} // namespace solus
