// Real FFT of any even size, single precision (FFTW).
#pragma once

#include <complex>
#include <vector>

namespace solus {

using Complex = std::complex<float>;

/// Both directions run the same FFTW plan, a complex FFT of half the size, on this object's own aligned buffers: with
/// a cold cache, the code and tables of a transform cost more than its arithmetic. The constructor allocates and
/// takes a process-wide mutex (FFTW's planner is not thread-safe). Plans are FFTW_ESTIMATE, so results are
/// bit-identical between runs on one machine. forward() and inverse() are real-time safe.
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

    /// The same without copying: fill time(), which the transforms overwrite, and call forward(). inverse() returns
    /// size() samples, valid until the next transform.
    float* time() noexcept { return reinterpret_cast<float*>(in_); }
    void forward(Complex* spectrum) noexcept;
    const float* inverse(const Complex* spectrum) noexcept;

private:
    void transform() noexcept;

    int size_ = 0;
    Complex *in_ = nullptr, *out_ = nullptr; ///< size / 2 values each
    void* plan_ = nullptr;                   ///< in_ -> out_
    std::vector<Complex> twiddles_;          ///< -i/2 e^{-2 pi i k / N}, k = 0 ... N/4
};

} // namespace solus
