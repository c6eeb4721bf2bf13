// RealFft on FFTW: N real values as N/2 complex ones.
#include "Signal/Fft.h"

#include "Base/Error.h"

#include <algorithm>
#include <fftw3.h>
#include <mutex>
#include <numbers>
#include <string>
#include <utility>

namespace solus {
namespace {

// FFTW's planner and its destroy function share global state; executing a plan does not.
std::mutex& plannerMutex() {
    static std::mutex mutex;
    return mutex;
}

// FFTW_ESTIMATE's plan for 480 points takes twice as long as this one (8 x 5 x 12), which FFTW_PATIENT found. FFTW of
// another version or for another processor rejects it and makes its own plan.
const char* const planFor480Points = R"((fftw-3.3.10 fftwf_wisdom #x9e7d4dee #xdb14fed1 #x34bf76a4 #xeb6e8fdf
  (fftwf_codelet_n2fv_12_avx 0 #x11048 #x11048 #x0 #x7e003afb #x674e4609 #xd21d0450 #xc8181341)
  (fftwf_codelet_t2fv_5_avx 0 #x11048 #x11048 #x0 #x9bb40759 #x40995165 #x062c9312 #xafdf2026)
  (fftwf_dft_vrank_geq1_register 0 #x11048 #x11048 #x0 #xf1606c7d #x88e6631d #x823a9453 #x99809ca9)
  (fftwf_codelet_t2fv_8_avx 0 #x11048 #x11048 #x0 #x28b14b2f #xf6550589 #x4ad209e0 #xf8847999)
))";

Complex* allocate(int count) {
    auto* values = reinterpret_cast<Complex*>(fftwf_alloc_complex(static_cast<size_t>(count)));
    std::fill_n(values, count, Complex{});
    return values;
}

typedef float TwoComplex __attribute__((vector_size(16)));
typedef float TwoInMemory __attribute__((vector_size(16), aligned(8), may_alias));

TwoComplex load(const Complex* p) noexcept {
    return *reinterpret_cast<const TwoInMemory*>(p);
}
TwoComplex mirrored(TwoComplex v) noexcept {
    return __builtin_shufflevector(v, v, 2, 3, 0, 1);
}
void store(Complex* p, TwoComplex v) noexcept {
    *reinterpret_cast<TwoInMemory*>(p) = v;
}

// With M = N/2, a_k = from[k] and b_k = from[M - k], swapped if `mirror`:
//     to[k] = A + B,  to[M - k] = (A - B)*,  A = s (a_k + b_k*) / 2,  B = s t_k (a_k - b_k*),
//     t_k = -i/2 e^{-2 pi i k / N}                                    for 0 < k < M
// For Z = DFT(x[2n] + i x[2n+1]) this gives X. With `mirror` it gives Z from X, also mirrored (Z[M-k] at index k), so
// that the forward DFT instead of the inverse leads back to x.
template <bool mirror>
void untangle(const Complex* from, const Complex* twiddles, int half, float scale, Complex* to) noexcept {
    const TwoComplex conjugate{1.0f, -1.0f, 1.0f, -1.0f};
    int k = 1;
    for (; k + 1 < half - k - 1; k += 2) {
        const TwoComplex low = load(from + k), high = mirrored(load(from + half - k - 1)),
                         t = load(twiddles + k);
        const TwoComplex a = mirror ? high : low, b = conjugate * (mirror ? low : high);
        const TwoComplex sum = 0.5f * scale * (a + b), d = scale * (a - b);
        const TwoComplex product = __builtin_shufflevector(t, t, 0, 0, 2, 2) * d -
                                   conjugate * (__builtin_shufflevector(t, t, 1, 1, 3, 3) *
                                                __builtin_shufflevector(d, d, 1, 0, 3, 2));
        store(to + k, sum + product);
        store(to + half - k - 1, mirrored(conjugate * (sum - product)));
    }
    for (; k <= half / 2; ++k) {
        const Complex low = from[k], high = from[half - k];
        const Complex a = mirror ? high : low, b = std::conj(mirror ? low : high);
        const Complex sum = 0.5f * scale * (a + b), d = scale * (a - b), t = twiddles[k];
        const Complex product{t.real() * d.real() - t.imag() * d.imag(),
                              t.real() * d.imag() + t.imag() * d.real()};
        to[k] = sum + product;
        to[half - k] = std::conj(sum - product);
    }
}

} // namespace

RealFft::RealFft(int size) : size_(size) {
    if (size < 2 || size > (1 << 20) || size % 2 != 0)
        throw Error("an FFT of " + std::to_string(size) + " points: the size must be even, 2 to 1048576");
    const int half = size / 2;
    for (int k = 0; k <= half / 2; ++k) {
        const double angle = 2.0 * std::numbers::pi * k / size;
        twiddles_.emplace_back(static_cast<float>(-0.5 * std::sin(angle)),
                               static_cast<float>(-0.5 * std::cos(angle)));
    }
    const std::lock_guard lock(plannerMutex());
    [[maybe_unused]] static const int imported = fftwf_import_wisdom_from_string(planFor480Points);
    in_ = allocate(half);
    out_ = allocate(half);
    plan_ = fftwf_plan_dft_1d(half, reinterpret_cast<fftwf_complex*>(in_),
                              reinterpret_cast<fftwf_complex*>(out_), FFTW_FORWARD, FFTW_ESTIMATE);
}

RealFft::~RealFft() {
    if (plan_ == nullptr) return;
    const std::lock_guard lock(plannerMutex());
    fftwf_destroy_plan(static_cast<fftwf_plan>(plan_));
    fftwf_free(in_);
    fftwf_free(out_);
}

RealFft::RealFft(RealFft&& other) noexcept {
    *this = std::move(other);
}

RealFft& RealFft::operator=(RealFft&& other) noexcept {
    std::swap(size_, other.size_);
    std::swap(in_, other.in_);
    std::swap(out_, other.out_);
    std::swap(plan_, other.plan_);
    std::swap(twiddles_, other.twiddles_);
    return *this;
}

void RealFft::transform() noexcept {
    fftwf_execute(static_cast<fftwf_plan>(plan_));
}

void RealFft::forward(Complex* spectrum) noexcept {
    transform();
    const int half = size_ / 2;
    const Complex first = out_[0];
    spectrum[0] = first.real() + first.imag();
    spectrum[half] = first.real() - first.imag();
    untangle<false>(out_, twiddles_.data(), half, 1.0f, spectrum);
}

const float* RealFft::inverse(const Complex* spectrum) noexcept {
    const int half = size_ / 2;
    const float scale = 1.0f / static_cast<float>(half), lowest = spectrum[0].real(),
                highest = spectrum[half].real();
    in_[0] = 0.5f * scale * Complex(lowest + highest, lowest - highest);
    untangle<true>(spectrum, twiddles_.data(), half, scale, in_);
    transform();
    return reinterpret_cast<const float*>(out_);
}

void RealFft::forward(const float* time, Complex* spectrum) noexcept {
    std::copy_n(time, size_, this->time());
    forward(spectrum);
}

void RealFft::inverse(const Complex* spectrum, float* time) noexcept {
    std::copy_n(inverse(spectrum), size_, time);
}

} // namespace solus
