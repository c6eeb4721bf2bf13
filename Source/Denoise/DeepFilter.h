// The deep filter: a short filter over the last frames of each of the lowest bins.
#pragma once

#include "Signal/Fft.h"
#include "Signal/StftSpec.h"

#include <span>
#include <vector>

namespace solus {

/// Y_k[t] = X_k[t] + sum_l F[l, k] e^{2 pi i k hop l / N} X_k[t - l],   l = 0 ... taps - 1
/// (deep filtering: Mack & Habets 2020; Schröter et al. 2022). The phasor takes out the phase advance of bin k's
/// centre frequency over l frames, so that F changes slowly for a steady signal. All channels use the same F, each
/// with its own past, which preserves the stereo image.
class DeepFilter {
public:
    /// For the lowest `bins` bins. The frames t, t - 1 ... of the equation are `every` hops of the STFT apart. Allocates.
    DeepFilter(const StftSpec&, int bins, int taps, int channels, int every = 1);

    void reset() noexcept; ///< also F = 0
    /// F from now on. For each tap, the `bins` real parts, then the imaginary parts; null: F = 0. Real-time safe.
    void set(const float* coefficients) noexcept;
    /// The next hop. `spectra` and `filtered`, which must not overlap: one per channel; only the lowest `bins` values are
    /// read and written. Real-time safe.
    void process(std::span<const Complex* const> spectra, std::span<Complex* const> filtered) noexcept;

private:
    float* past(size_t channel, size_t hopsAgo) noexcept;

    size_t bins_, taps_, every_, hops_, now_ = 0; ///< hops_: how many of the past are kept
    bool filters_ = false;                        ///< F is not 0
    std::vector<float> rotations_, filter_,
        sum_;                 ///< laid out as `coefficients`: `bins` real, `bins` imaginary parts
    std::vector<float> ring_; ///< per channel a ring of `hops_` frames; `now_` is the newest
};

} // namespace solus
