// FFTW behind RealFft.
#include "Signal/Fft.h"

#include "Error.h"

#include <cstring>
#include <fftw3.h>
#include <mutex>
#include <string>
#include <utility>

namespace solus {
namespace {

// FFTW's planner and its destroy function share global state; executing a plan does not.
std::mutex& plannerMutex() {
    static std::mutex mutex;
    return mutex;
}

} // namespace

RealFft::RealFft(int size) : size_(size) {
    if (size < 2 || size > (1 << 20) || size % 2 != 0)
        throw Error("an FFT of " + std::to_string(size) + " points: the size must be even, 2 to 1048576");
    const std::lock_guard lock(plannerMutex());
    time_ = fftwf_alloc_real(static_cast<size_t>(size));
    spectrum_ = reinterpret_cast<Complex*>(fftwf_alloc_complex(static_cast<size_t>(bins())));
    auto* bins = reinterpret_cast<fftwf_complex*>(spectrum_);
    forward_ = fftwf_plan_dft_r2c_1d(size, time_, bins, FFTW_ESTIMATE);
    inverse_ = fftwf_plan_dft_c2r_1d(size, bins, time_, FFTW_ESTIMATE);
}

RealFft::~RealFft() {
    if (time_ == nullptr) return;
    const std::lock_guard lock(plannerMutex());
    fftwf_destroy_plan(static_cast<fftwf_plan>(forward_));
    fftwf_destroy_plan(static_cast<fftwf_plan>(inverse_));
    fftwf_free(time_);
    fftwf_free(spectrum_);
}

RealFft::RealFft(RealFft&& other) noexcept { *this = std::move(other); }

RealFft& RealFft::operator=(RealFft&& other) noexcept {
    std::swap(size_, other.size_);
    std::swap(time_, other.time_);
    std::swap(spectrum_, other.spectrum_);
    std::swap(forward_, other.forward_);
    std::swap(inverse_, other.inverse_);
    return *this;
}

void RealFft::forward(const float* time, Complex* spectrum) noexcept {
    std::memcpy(time_, time, sizeof(float) * static_cast<size_t>(size_));
    fftwf_execute(static_cast<fftwf_plan>(forward_));
    std::memcpy(spectrum, spectrum_, sizeof(Complex) * static_cast<size_t>(bins()));
}

void RealFft::inverse(const Complex* spectrum, float* time) noexcept {
    std::memcpy(spectrum_, spectrum, sizeof(Complex) * static_cast<size_t>(bins()));
    fftwf_execute(static_cast<fftwf_plan>(inverse_)); // destroys spectrum_, which is ours
    const float scale = 1.0f / static_cast<float>(size_);
    for (int n = 0; n < size_; ++n) time[n] = time_[n] * scale;
}

} // namespace solus
