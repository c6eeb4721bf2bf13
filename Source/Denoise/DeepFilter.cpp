// The filter, with separate real and imaginary parts, which suits SIMD.
#include "Denoise/DeepFilter.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace solus {

DeepFilter::DeepFilter(const StftSpec& spec, int bins, int taps, int channels, int every)
    : bins_(static_cast<size_t>(bins)), taps_(static_cast<size_t>(taps)), every_(static_cast<size_t>(every)),
      hops_((taps_ - 1) * every_ + 1), rotations_(2 * bins_ * taps_), filter_(rotations_.size()),
      sum_(2 * bins_), ring_(static_cast<size_t>(channels) * 2 * bins_ * hops_) {
    for (size_t l = 0; l < taps_; ++l)
        for (size_t k = 0; k < bins_; ++k) {
            const auto samples = static_cast<size_t>(spec.hop) * every_ * l;
            const auto steps = k * samples % static_cast<size_t>(spec.fftSize);
            const double angle = 2.0 * std::numbers::pi * static_cast<double>(steps) / spec.fftSize;
            rotations_[2 * bins_ * l + k] = static_cast<float>(std::cos(angle));
            rotations_[2 * bins_ * l + bins_ + k] = static_cast<float>(std::sin(angle));
        }
}

void DeepFilter::reset() noexcept {
    std::fill(ring_.begin(), ring_.end(), 0.0f);
    filters_ = false;
}

float* DeepFilter::past(size_t channel, size_t hopsAgo) noexcept {
    return ring_.data() + 2 * bins_ * (channel * hops_ + (now_ + hops_ - hopsAgo) % hops_);
}

// F e^{2 pi i k hop l / N}, computed once for all channels
void DeepFilter::set(const float* coefficients) noexcept {
    filters_ = coefficients != nullptr;
    if (!filters_) return;
    for (size_t l = 0; l < taps_; ++l) {
        const float *f = coefficients + 2 * bins_ * l, *t = rotations_.data() + 2 * bins_ * l;
        float* out = filter_.data() + 2 * bins_ * l;
        for (size_t k = 0; k < bins_; ++k) {
            out[k] = f[k] * t[k] - f[bins_ + k] * t[bins_ + k];
            out[bins_ + k] = f[k] * t[bins_ + k] + f[bins_ + k] * t[k];
        }
    }
}

void DeepFilter::process(std::span<const Complex* const> spectra,
                         std::span<Complex* const> filtered) noexcept {
    now_ = (now_ + 1) % hops_;
    for (size_t c = 0; c < spectra.size(); ++c) {
        float *newest = past(c, 0), *sum = sum_.data();
        for (size_t k = 0; k < bins_; ++k) {
            newest[k] = sum[k] = spectra[c][k].real();
            newest[bins_ + k] = sum[bins_ + k] = spectra[c][k].imag();
        }
        for (size_t l = 0; l < taps_ && filters_; ++l) {
            const float *f = filter_.data() + 2 * bins_ * l, *x = past(c, l * every_);
            for (size_t k = 0; k < bins_; ++k) {
                sum[k] += f[k] * x[k] - f[bins_ + k] * x[bins_ + k];
                sum[bins_ + k] += f[k] * x[bins_ + k] + f[bins_ + k] * x[k];
            }
        }
        for (size_t k = 0; k < bins_; ++k) filtered[c][k] = {sum[k], sum[bins_ + k]};
    }
}

} // namespace solus
