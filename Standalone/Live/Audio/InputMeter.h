// The input level, and whether it clips.
#pragma once

#include <algorithm>
#include <atomic>
#include <cmath>

namespace solus::live {

/// The audio thread writes, a display reads.
class InputMeter {
public:
    /// A sample this large counts as clipped: converters deliver at most full scale.
    static constexpr float clipLevel = 0.999f;
    static constexpr double clipShownSeconds = 2.0;

    void prepare(double sampleRate) noexcept {
        // Falls by 60 dB in 1.5 s: x *= 10^(-3 / (1.5 rate)) a sample.
        fall_ = static_cast<float>(std::pow(10.0, -3.0 / (1.5 * sampleRate)));
        clipSamples_ = static_cast<int>(clipShownSeconds * sampleRate);
        peak_ = 0.0f, clipLeft_ = 0, held_ = 0.0f;
    }

    /// The louder of two channels, which may be the same.
    void measure(const float* left, const float* right, int count) noexcept {
        for (int i = 0; i < count; ++i) {
            const float x = std::max(std::abs(left[i]), std::abs(right[i]));
            held_ = std::max(std::isfinite(x) ? x : 0.0f, held_ * fall_);
            clipLeft_ = x >= clipLevel ? clipSamples_ : std::max(0, clipLeft_ - 1);
        }
        peak_.store(held_, std::memory_order_relaxed);
        clipped_.store(clipLeft_ > 0, std::memory_order_relaxed);
    }

    float peak() const noexcept { return peak_.load(std::memory_order_relaxed); } ///< 0 ... 1, falls slowly
    bool clipped() const noexcept { return clipped_.load(std::memory_order_relaxed); } ///< for two seconds

private:
    float fall_ = 0.0f, held_ = 0.0f;
    int clipSamples_ = 0, clipLeft_ = 0;
    std::atomic<float> peak_{0.0f};
    std::atomic<bool> clipped_{false};
};

} // namespace solus::live
