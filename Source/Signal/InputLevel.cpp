// The slow level of the input.
#include "Signal/InputLevel.h"

#include "Error.h"

#include <algorithm>
#include <cmath>

namespace solus {
namespace {

constexpr float inaudible = 1e-11f; // mean square, -110 dBFS

} // namespace

InputLevel::InputLevel(const LevelSpec& spec, const StftSpec& stft, double sampleRate)
    : bins_(stft.bins()), low_(static_cast<float>(std::pow(10.0, spec.lowDb / 10.0))),
      high_(static_cast<float>(std::pow(10.0, spec.highDb / 10.0))) {
    if (!(spec.lowDb >= -100.0 && spec.lowDb <= spec.highDb && spec.highDb <= 0.0))
        throw Error("features: level low_db and high_db must lie in -100 ... 0 in this order");
    if (!(spec.seconds >= 0.05 && spec.seconds <= 60.0))
        throw Error("features: level seconds must lie in 0.05 ... 60");
    double square = 0.0;
    for (float w : makeWindows(stft).analysis) square += static_cast<double>(w) * w;
    perFrame_ = static_cast<float>(1.0 / (square * bins_));
    falling_ = std::max(1.0, spec.seconds * sampleRate / stft.hop);
    rising_ = std::max(1.0, 0.1 * falling_);
}

void InputLevel::reset() noexcept {
    energy_ = count_ = 0.0;
}

float InputLevel::gain(const float* power) noexcept {
    float sums[8] = {};
    int k = 0;
    for (; k + 8 <= bins_; k += 8)
        for (int i = 0; i < 8; ++i) sums[i] += power[k + i];
    for (; k < bins_; ++k) sums[0] += power[k];
    float sum = 0.0f;
    for (float s : sums) sum += s;
    const float p = sum * perFrame_;
    if (p > inaudible && std::isfinite(p)) {
        count_ = std::min(count_ + 1.0, falling_);
        energy_ += (p - energy_) / std::min(count_, p > energy_ ? rising_ : falling_);
    }
    if (count_ == 0.0) return 1.0f;
    const auto e = static_cast<float>(energy_);
    return e < low_ ? low_ / e : e > high_ ? high_ / e : 1.0f;
}

} // namespace solus
