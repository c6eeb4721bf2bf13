// Streaming STFT and inverse STFT: one hop in, one frame out, and back.
#pragma once

#include "Signal/Fft.h"
#include "Signal/StftSpec.h"

#include <memory>
#include <vector>

namespace solus {

/// Analysis. Frame m covers the last fftSize samples up to the end of hop m; the past before the first hop is
/// silence.
class Stft {
public:
    /// Transforms on one thread may share one FFT of spec.fftSize points and its buffers; null: it makes its own.
    explicit Stft(const StftSpec&, std::shared_ptr<RealFft> = nullptr);

    void reset() noexcept;
    /// `samples`: spec.hop new samples. `spectrum`: spec.bins() values. Real-time safe.
    void push(const float* samples, Complex* spectrum) noexcept;

private:
    StftSpec spec_;
    std::vector<float> window_, history_;
    std::shared_ptr<RealFft> fft_;
};

/// Synthesis by overlap-add. The hop that pull() returns lies synthesis - hop samples before the newest analysed hop.
class InverseStft {
public:
    explicit InverseStft(const StftSpec&, std::shared_ptr<RealFft> = nullptr);

    void reset() noexcept;
    /// `spectrum`: spec.bins() values. `samples`: spec.hop finished samples. Real-time safe.
    void pull(const Complex* spectrum, float* samples) noexcept;

private:
    StftSpec spec_;
    std::vector<float> window_, overlap_;
    std::shared_ptr<RealFft> fft_;
};

} // namespace solus
