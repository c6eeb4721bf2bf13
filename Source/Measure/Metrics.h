// Measures of the quality of a cleaned recording. All compare with a clean reference of the same length.
#pragma once

#include <span>

namespace solus {

/// 10 log10(|s|^2 / |s - y|^2) in dB.
double snrDb(std::span<const float> reference, std::span<const float> estimate);

/// Scale-invariant signal-to-distortion ratio in dB (Le Roux et al. 2019, "SDR - half-baked or well done?"),
/// both signals with their mean removed:  a = <y, s> / <s, s>,  10 log10(|a s|^2 / |a s - y|^2).
double siSdrDb(std::span<const float> reference, std::span<const float> estimate);

/// Log-spectral distance in dB: 2048-point Hann STFT, hop 512, both floored 80 dB under the clean maximum;
/// mean over frames of the RMS over bins of the difference of the log power spectra.
double logSpectralDistanceDb(std::span<const float> reference, std::span<const float> estimate);

} // namespace solus
