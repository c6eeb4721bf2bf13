// Real FFT of any size, single precision (FFTW).
#pragma once

#include <complex>

namespace solus {

using Complex = std::complex<float>;

/// A forward and an inverse plan on aligned buffers of its own.
/// The constructor allocates and takes a process-wide mutex (FFTW's planner is not thread-safe); plans are
/// FFTW_ESTIMATE, so every run on one machine computes the same bits. forward() and inverse() are real-time safe.
class RealFft {
public:
    explicit RealFft(int size);
    ~RealFft();
    RealFft(RealFft&&) noexcept;
    RealFft& operator=(RealFft&&) noexcept;

    int size() const noexcept { return size_; }
    int bins() const noexcept { return size_ / 2 + 1; }

    /// X[k] = sum_n x[n] e^{-2 pi i k n / N}: `time` has size() samples, `spectrum` bins() values.
    void forward(const float* time, Complex* spectrum) noexcept;
    /// The exact inverse, 1/N included.
    void inverse(const Complex* spectrum, float* time) noexcept;

private:
    int size_ = 0;
    float* time_ = nullptr;
    Complex* spectrum_ = nullptr;
    void* forward_ = nullptr;
    void* inverse_ = nullptr;
};

} // namespace solus
