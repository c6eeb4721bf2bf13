// The slow estimate of the input level.
#include "Signal/InputLevel.h"

#include "Base/Error.h"

#include <algorithm>
#include <cmath>

namespace solus {
namespace {

constexpr double inaudible = 1e-11, quiet = 1e-5; // mean squares: -110, -50 dBFS
constexpr double suddenly = 10.0;                 // factor of E: 10 dB
constexpr float tolerance = 4.0f;                 // factor of the gain: 6 dB either way
constexpr float restartDrop = 10.0f;              // factor of the gain: 10 dB
constexpr double riseDb = 2.0, fallDb = 12.0;     // of the gain, per second

} // namespace

InputLevel::InputLevel(const LevelSpec& spec, const StftSpec& stft, double sampleRate, int every)
    : bins_(stft.bins()), low_(static_cast<float>(std::pow(10.0, spec.lowDb / 10.0))),
      high_(static_cast<float>(std::pow(10.0, spec.highDb / 10.0))),
      rise_(static_cast<float>(std::pow(10.0, 0.1 * riseDb * stft.hop * every / sampleRate))),
      fall_(static_cast<float>(std::pow(10.0, 0.1 * fallDb * stft.hop * every / sampleRate))) {
    if (!(spec.lowDb >= -100.0 && spec.lowDb <= spec.highDb && spec.highDb <= 0.0))
        throw Error("features: level low_db and high_db must lie in -100 ... 0 in this order");
    if (!(spec.seconds >= 0.05 && spec.seconds <= 60.0))
        throw Error("features: level seconds must lie in 0.05 ... 60");
    double square = 0.0;
    for (float w : makeWindows(stft).analysis) square += static_cast<double>(w) * w;
    perFrame_ = static_cast<float>(1.0 / (square * bins_));
    falling_ = std::max(1.0, spec.seconds * sampleRate / (stft.hop * every));
    rising_ = std::max(1.0, 0.1 * falling_);
}

void InputLevel::reset() noexcept {
    energy_ = count_ = 0.0;
    gain_ = 1.0f;
    restarted_ = false;
    heard_ = 1.0f;
}

float InputLevel::gain(const float* power) noexcept {
    gain_ = follow(power);
    heard_ = std::max(gain_, heard_ / (fall_ * fall_));
    restarted_ = restartDrop * gain_ < heard_;
    if (restarted_) heard_ = gain_;
    return gain_;
}

float InputLevel::follow(const float* power) noexcept {
    float sums[8] = {};
    int k = 0;
    for (; k + 8 <= bins_; k += 8)
        for (int i = 0; i < 8; ++i) sums[i] += power[k + i];
    for (; k < bins_; ++k) sums[0] += power[k];
    float sum = 0.0f;
    for (float s : sums) sum += s;
    const float p = sum * perFrame_;
    if (count_ > 0.0 && energy_ < quiet && std::isfinite(p) && p > suddenly * energy_) energy_ = count_ = 0.0;
    if (p > inaudible && std::isfinite(p)) {
        count_ = std::min(count_ + 1.0, falling_);
        energy_ += (p - energy_) / std::min(count_, p > energy_ ? rising_ : falling_);
    }
    if (count_ == 0.0) return 1.0f;
    const auto e = static_cast<float>(energy_);
    if (e > high_) return high_ / e;
    const float wanted = std::max(1.0f, low_ / e);
    if (count_ <= rising_) return wanted;
    const float moved = gain_ > wanted ? std::max(wanted, gain_ / fall_) : std::min(wanted, gain_ * rise_);
    return std::clamp(moved, std::max(1.0f, low_ / (tolerance * e)), std::max(1.0f, tolerance * low_ / e));
}

} // namespace solus
