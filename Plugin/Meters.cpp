// Levels, load and audio for the display.
#include "Meters.h"

#include <algorithm>
#include <cmath>

namespace solus {
namespace {

constexpr double levelSeconds = 0.3, loadSeconds = 0.5;

float smoothing(double seconds, int count, double rate) {
    return static_cast<float>(1.0 - std::exp(-count / (seconds * rate)));
}

} // namespace

void Meters::prepare(double sampleRate) {
    rate_ = sampleRate;
    inPower_ = outPower_ = 0.0f;
    inputDb_ = outputDb_ = -120.0f;
    load_ = 0.0f;
}

void Meters::watch(bool on) noexcept {
    if (on) pairs_.drop();
    watched_ = on;
}

void Meters::input(const float* const* samples, int channels, int count) noexcept {
    if (count == 0) return;
    measure(samples, channels, count, inPower_, inputDb_);
    keep(samples, channels, count, 0);
}

void Meters::output(const float* const* samples, int channels, int count) noexcept {
    if (count == 0) return;
    measure(samples, channels, count, outPower_, outputDb_);
    keep(samples, channels, count, 1);
    // A slice that does not fit is dropped completely: the display was inactive and will not miss it.
    if (watched_.load(std::memory_order_relaxed) && pairs_.free() >= 2 * count)
        pairs_.push(slice_.data(), 2 * count);
}

int Meters::read(float* in, float* out, int count) noexcept {
    float pair[2];
    int n = 0;
    for (; n < count && pairs_.pop(pair, 2) == 2; ++n) in[n] = pair[0], out[n] = pair[1];
    return n;
}

void Meters::took(double seconds, int count) noexcept {
    if (count == 0) return;
    const double rate = rate_.load(std::memory_order_relaxed);
    const float now = static_cast<float>(seconds * rate / count);
    const float old = load_.load(std::memory_order_relaxed);
    load_.store(old + smoothing(loadSeconds, count, rate) * (now - old), std::memory_order_relaxed);
}

void Meters::measure(const float* const* samples, int channels, int count, float& power,
                     std::atomic<float>& db) noexcept {
    float sum = 0.0f;
    for (int c = 0; c < channels; ++c)
        for (int n = 0; n < count; ++n) sum += samples[c][n] * samples[c][n];
    const float now = sum / static_cast<float>(std::max(1, channels * count));
    if (std::isfinite(now)) power += smoothing(levelSeconds, count, rate_) * (now - power);
    db.store(10.0f * std::log10(power + 1e-12f), std::memory_order_relaxed);
}

void Meters::keep(const float* const* samples, int channels, int count, int side) noexcept {
    const float share = 1.0f / static_cast<float>(std::max(1, channels));
    for (int n = 0; n < count; ++n) {
        float sum = 0.0f;
        for (int c = 0; c < channels; ++c) sum += samples[c][n];
        slice_[static_cast<size_t>(2 * n + side)] = sum * share;
    }
}

} // namespace solus
