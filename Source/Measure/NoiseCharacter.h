// What processing does to noise without speech: pumping and musical noise.
#pragma once

#include <span>

namespace solus {

/// Standard deviation in dB of the level of the 20 ms frames (levels from -100 dB up). Pumping makes it larger than
/// before processing. NaN if shorter than a frame.
double levelDeviationDb(std::span<const float> signal, int sampleRate);

/// Musical noise consists of isolated peaks in the spectrogram, which raise the kurtosis of the power P of each bin
/// over time. The measure of Uemura, Takahashi, Saruwatari, Shikano & Kondo 2008 ("Automatic optimization scheme of
/// spectral subtraction based on musical noise assessment via higher-order statistics"), as a logarithm, averaged
/// over the bins k:
///     ln(kurt P_out[k] / kurt P_in[k]),   kurt P = <P^4> / <P^2>^2   (moments about zero; 6 for Gaussian
///     noise)
/// Hann STFT of 20 ms, hop 10 ms. Bins more than 60 dB below the input's loudest (band-limited recordings) and bins
/// that became digital silence are left out. 0: the noise has kept its character; above 0 it has musical noise, below
/// 0 it is smoother. NaN if no bin is left. Throws Error if the lengths differ.
double logKurtosisRatio(std::span<const float> input, std::span<const float> output, int sampleRate);

} // namespace solus
