// Phase advance from frame to frame.
#include "Signal/PhaseAdvance.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace solus {

PhaseAdvance::PhaseAdvance(const StftSpec& spec, int bins, int every)
    : bins_(bins), rotation_(static_cast<size_t>(bins)), past_(static_cast<size_t>(bins) * maxChannels) {
    for (int k = 0; k < bins; ++k) {
        const double cycles = static_cast<double>(k) * spec.hop * every / spec.fftSize;
        rotation_[k] = Complex(std::polar(1.0, -2.0 * std::numbers::pi * (cycles - std::floor(cycles))));
    }
    reset();
}

void PhaseAdvance::reset() noexcept {
    std::fill(past_.begin(), past_.end(), Complex{});
}

void PhaseAdvance::process(std::span<const Complex* const> spectra, float* advance) noexcept {
    constexpr float epsilon = 1e-20f; // epsilon: far below the power of the least significant 24-bit step
    const size_t channels = std::min<size_t>(spectra.size(), maxChannels);
    for (int k = 0; k < bins_; ++k) {
        float re = 0.0f, im = 0.0f, now = epsilon, before = epsilon;
        for (size_t c = 0; c < channels; ++c) {
            const Complex x = spectra[c][k];
            Complex& y = past_[c * static_cast<size_t>(bins_) + static_cast<size_t>(k)];
            re += x.real() * y.real() + x.imag() * y.imag();
            im += x.imag() * y.real() - x.real() * y.imag();
            now += std::norm(x);
            before += std::norm(y);
            y = x;
        }
        const float scale =
            1.0f / (std::sqrt(now) * std::sqrt(before)); // now * before could be a denormal, so 0
        const Complex t = rotation_[k];
        advance[k] = scale * (re * t.real() - im * t.imag());
        advance[bins_ + k] = scale * (re * t.imag() + im * t.real());
    }
}

} // namespace solus
