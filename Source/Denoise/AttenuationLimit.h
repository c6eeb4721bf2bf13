// The attenuation limit: noise is attenuated by at most this many dB.
#pragma once

#include "Signal/Fft.h"

namespace solus {

/// From the input X and the fully denoised Y, with g = 10^(-limit / 20), per bin:
///   |Z| = max(|Y|, g |X|)               where |Y| <= |X|: at most `limit` dB are removed
///   |Z| = |X| + (1 - g) (|Y| - |X|)     where |Y| > |X|:  what Y adds is scaled
///   the direction of Z is that of (1 - g) Y + g X
/// g = 1 (0 dB) is the identity, g = 0 gives Y; between them |Z| is monotonic. If Y = M X with a gain M, then Z =
/// max(M, g) X; if Y = 0, then Z = g X. (For M, g + (1 - g) M was measured too: it raises every gain between 0 and 1,
/// which costs SI-SDR and gains nothing.)
///
/// Writes Z, which may be x or y. Real-time safe.
void limitAttenuation(const Complex* x, const Complex* y, int bins, float g, Complex* z) noexcept;

/// The same for Y = M X with a gain M of 0 ... 1: X becomes max(M, g) X. Real-time safe.
void applyLimitedGains(const float* gains, int bins, float g, Complex* x) noexcept;

} // namespace solus
