// STFT on the display thread.
#include "Editor/SpectrumColumns.h"

#include "Base/EngineRate.h"
#include <algorithm>
#include <cmath>
#include <numbers>

namespace solus {
namespace {

constexpr double windowSeconds = 2048.0 / engineHz;
constexpr int zeroPadding = 2; // zero padding: interpolates between bins, for rounder peaks at the low end

} // namespace

void SpectrumColumns::prepare(double sampleRate, double columnsPerSecond, int rows) {
    hop_ = sampleRate / columnsPerSecond;
    untilNext_ = std::min(untilNext_, hop_);
    const int window = 1 << static_cast<int>(std::round(std::log2(sampleRate * windowSeconds)));
    if (window != window_ || sampleRate != rate_) {
        window_ = window, rate_ = sampleRate;
        fft_ = std::make_unique<RealFft>(zeroPadding * window);
        hann_.resize(static_cast<size_t>(window));
        for (int n = 0; n < window; ++n)
            hann_[static_cast<size_t>(n)] =
                static_cast<float>(0.5 - 0.5 * std::cos(2.0 * std::numbers::pi * (n + 0.5) / window));
        past_.assign(static_cast<size_t>(window), 0.0f);
        frame_.assign(static_cast<size_t>(fft_->size()), 0.0f);
        spectrum_.resize(static_cast<size_t>(fft_->bins()));
        power_.resize(spectrum_.size());
        position_ = 0;
        rows_ = 0;
    }
    if (rows == rows_) return;
    rows_ = rows;
    // Row r stands for f(r) = low (high / low)^((r + 1/2) / rows). Its weights are a raised cosine over the bins
    // around f(r), as wide as the distance to the next rows but at least as wide as the bins of the window: rows
    // closer together than bins are then interpolated smoothly.
    bands_.assign(static_cast<size_t>(rows), {});
    const double step = std::log(static_cast<double>(highestHz) / lowestHz) / rows;
    const double binHz = sampleRate / fft_->size(), narrowest = 0.9 * sampleRate / window_;
    for (int r = 0; r < rows; ++r) {
        const double centre = lowestHz * std::exp(step * (r + 0.5));
        if (centre > sampleRate / 2.0) break; // stays dark
        const double reach = std::max(narrowest, centre * step);
        const int first = std::max(0, static_cast<int>(std::ceil((centre - reach) / binHz)));
        const int last = std::min(fft_->bins() - 1, static_cast<int>(std::floor((centre + reach) / binHz)));
        Band& band = bands_[static_cast<size_t>(r)];
        band.first = first;
        double sum = 0.0;
        for (int k = first; k <= last; ++k) {
            const double w = 0.5 + 0.5 * std::cos(std::numbers::pi * (k * binHz - centre) / reach);
            band.weights.push_back(static_cast<float>(w));
            sum += w;
        }
        for (float& w : band.weights) w = static_cast<float>(w / std::max(sum, 1e-9));
    }
}

void SpectrumColumns::reset() noexcept {
    std::fill(past_.begin(), past_.end(), 0.0f);
}

int SpectrumColumns::push(const float* samples, int count, std::vector<std::uint8_t>& columns) {
    int made = 0;
    for (int n = 0; n < count; ++n) {
        past_[position_] = samples[n];
        position_ = (position_ + 1) % past_.size();
        untilNext_ -= 1.0;
        if (untilNext_ > 0.0) continue;
        untilNext_ += hop_;
        column(columns);
        ++made;
    }
    return made;
}

void SpectrumColumns::column(std::vector<std::uint8_t>& columns) {
    for (size_t n = 0; n < past_.size(); ++n) frame_[n] = past_[(position_ + n) % past_.size()] * hann_[n];
    fft_->forward(frame_.data(), spectrum_.data());
    // |X| of a sine of amplitude 1 under a Hann window of N samples is N / 4.
    const float scale = 16.0f / (static_cast<float>(window_) * static_cast<float>(window_));
    for (size_t k = 0; k < power_.size(); ++k) power_[k] = std::norm(spectrum_[k]) * scale;
    for (const Band& band : bands_) {
        float power = 0.0f;
        for (size_t i = 0; i < band.weights.size(); ++i)
            power += band.weights[i] * power_[static_cast<size_t>(band.first) + i];
        const float db = 10.0f * std::log10(power + 1e-14f);
        const float share = std::clamp((db - floorDb) / (topDb - floorDb), 0.0f, 1.0f);
        columns.push_back(static_cast<std::uint8_t>(share * 255.0f + 0.5f));
    }
}

} // namespace solus
