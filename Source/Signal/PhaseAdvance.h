// The phase advance of each bin from frame to frame, which tells a harmonic from noise of the same level.
#pragma once

#include "Signal/Fft.h"
#include "Signal/StftSpec.h"

#include <span>
#include <vector>

namespace solus {

/// rho_k = e^{-2 pi i k hop / N} sum_c X_c[t, k] conj(X_c[t-1, k]) / sqrt(sum_c |X_c[t, k]|^2  sum_c
/// |X_c[t-1, k]|^2) lies in the unit circle. A steady tone gives |rho| = 1, with an angle given by its offset from
/// the centre of the bin; noise gives random values. A constant phase rotation of a whole channel changes nothing.
class PhaseAdvance {
public:
    /// For the lowest `bins` bins of frames that are `every` hops apart. Allocates.
    PhaseAdvance(const StftSpec&, int bins, int every = 1);

    void reset() noexcept;
    /// `spectra`: at least one, the same number at each call, of at least `bins` values each; up to maxChannels.
    /// `advance`: the real parts, then the imaginary parts; zero in silence. Real-time safe.
    void process(std::span<const Complex* const> spectra, float* advance) noexcept;

    static constexpr int maxChannels = 64; ///< as many as VoiceEngine takes

private:
    int bins_;
    std::vector<Complex> rotation_, past_; ///< past_: one channel after the other
};

} // namespace solus
