// A recording cut into frames: their levels, their power spectra, and whether two recordings can be compared.
#pragma once

#include <span>
#include <vector>

namespace solus {

/// Lower limit of a frame's level (dB, mean square 1 = 0 dB), so that digital zero has a finite level.
inline constexpr double silenceDb = -100.0;

/// Throws Error if the signals differ in length or are empty.
void checkSameLength(std::span<const float> reference, std::span<const float> estimate);

/// 10 log10 of the mean square of each whole frame of `seconds`, one after the other, at least silenceDb.
std::vector<double> frameLevelsDb(std::span<const float> signal, int sampleRate, double seconds = 0.02);

/// |X[m][k]|^2 of a Hann STFT, frames x (size / 2 + 1) bins; whole frames only, but always one (padded with
/// zeros).
std::vector<std::vector<float>> powerFrames(std::span<const float> signal, int size, int hop);

} // namespace solus
