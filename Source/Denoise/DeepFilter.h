// A short filter over the last frames of each of the lowest bins.
#pragma once

#include "Signal/Fft.h"
#include "Signal/StftSpec.h"

#include <span>
#include <vector>

namespace solus {

/// Y_k[t] = X_k[t] + sum_l F[l, k] e^{2 pi i k hop l / N} X_k[t - l],   l = 0 ... taps - 1
/// (deep filtering: Mack & Habets 2020; Schröter et al. 2022). The factor takes out how far the phase of the
/// middle of bin k moves in l frames, so that F is slow where the signal is steady. The same F for every
/// channel, each channel with its own past: what is the same in two channels stays so.
class DeepFilter {
public:
    /// Of the lowest `bins` bins. Allocates.
    DeepFilter(const StftSpec&, int bins, int taps, int channels);

    void reset() noexcept;
    /// `coefficients`: for each tap the `bins` real parts of F, then its imaginary parts; null: F = 0.
    /// `spectra` and `filtered`, which must not overlap: one a channel, of which the lowest `bins` values are
    /// read and written. Real-time safe.
    void process(const float* coefficients, std::span<const Complex* const> spectra,
                 std::span<Complex* const> filtered) noexcept;

private:
    void rotate(const float* coefficients) noexcept;
    float* past(size_t channel, size_t framesAgo) noexcept;

    size_t bins_, taps_, now_ = 0;
    std::vector<float> rotations_, filter_,
        sum_;                 ///< all as `coefficients`: `bins` real, `bins` imaginary parts
    std::vector<float> ring_; ///< per channel a ring of `taps` frames; `now_` is the newest
};

} // namespace solus
