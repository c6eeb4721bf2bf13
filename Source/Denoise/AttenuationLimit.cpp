// The attenuation limit without branches: one formula for both cases.
#include "Denoise/AttenuationLimit.h"

#include <algorithm>
#include <cmath>

namespace solus {

// |Z| = max(min(|Y|, |X|), g |X|) + (1 - g) max(|Y| - |X|, 0),   Z = |Z| D / |D|,   D = (1 - g) Y + g X
void limitAttenuation(const Complex* x, const Complex* y, int bins, float g, Complex* z) noexcept {
    constexpr float epsilon = 1e-30f; // epsilon against 0 / 0: far below the power of one rounding error
    for (int k = 0; k < bins; ++k) {
        const float xRe = x[k].real(), xIm = x[k].imag(), yRe = y[k].real(), yIm = y[k].imag();
        const float before = std::sqrt(xRe * xRe + xIm * xIm), after = std::sqrt(yRe * yRe + yIm * yIm);
        const float size =
            (std::max(std::min(after, before), g * before) + (1.0f - g) * std::max(after - before, 0.0f));
        const float dRe = (1.0f - g) * yRe + g * xRe, dIm = (1.0f - g) * yIm + g * xIm;
        const float scale = size / std::sqrt(dRe * dRe + dIm * dIm + epsilon);
        z[k] = {scale * dRe, scale * dIm};
    }
}

void applyLimitedGains(const float* gains, int bins, float g, Complex* x) noexcept {
    for (int k = 0; k < bins; ++k) x[k] *= std::max(gains[k], g);
}

} // namespace solus
