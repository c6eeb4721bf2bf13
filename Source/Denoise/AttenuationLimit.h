// The attenuation limit: noise is attenuated by at most so many dB.
#pragma once

#include "Signal/Fft.h"

namespace solus {

/// From what came in (X) and the fully denoised (Y), with g = 10^(-limit / 20), bin by bin:
///   |Z| = max(|Y|, g |X|)               where |Y| <= |X|: at most `limit` dB are taken away
///   |Z| = |X| + (1 - g) (|Y| - |X|)     where |Y| > |X|:  what was added is scaled
///   the direction of Z is that of (1 - g) Y + g X
/// g = 1 (0 dB) is the identity, g = 0 gives Y; between them |Z| moves one way. Where Y is a gain M times X,
/// Z = max(M, g) X; where Y is 0, Z = g X. (For M, g + (1 - g) M was measured too: it lifts every gain
/// between 0 and 1, which costs SI-SDR and buys nothing.)
///
/// Writes Z, which may be x or y. Real-time safe.
void limitAttenuation(const Complex* x, const Complex* y, int bins, float g, Complex* z) noexcept;

/// The same where Y is a gain M of 0 ... 1 times X: X becomes max(M, g) X. Real-time safe.
void applyLimitedGains(const float* gains, int bins, float g, Complex* x) noexcept;

} // namespace solus
