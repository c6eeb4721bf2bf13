// Making the click, and finding it by correlation.
#include "Audio/LoopbackProbe.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace solus::live {

void LoopbackProbe::prepare(double sampleRate) {
    // A short sweep from 500 Hz to 8 kHz (or 40 % of the rate): its autocorrelation has one sharp peak, which
    // survives noise and small loudspeakers. phase(t) = 2 pi (f0 t + (f1 - f0) t^2 / 2 T).
    const double f0 = 500.0, f1 = std::min(8000.0, 0.4 * sampleRate);
    click_.resize(static_cast<std::size_t>(clickSeconds * sampleRate));
    for (std::size_t i = 0; i < click_.size(); ++i) {
        const double t = static_cast<double>(i) / sampleRate;
        const double x = static_cast<double>(i) / static_cast<double>(click_.size());
        const double window = 0.5 - 0.5 * std::cos(2.0 * std::numbers::pi * x);
        const double phase = 2.0 * std::numbers::pi * (f0 * t + (f1 - f0) * t * t / (2.0 * clickSeconds));
        click_[i] = static_cast<float>(0.5 * window * std::sin(phase));
    }
    heard_.assign(click_.size() + static_cast<std::size_t>(listenSeconds * sampleRate), 0.0f);
    wish_ = running_ = finished_ = false;
    at_ = 0;
}

bool LoopbackProbe::process(const float* in, float* out, int count) noexcept {
    if (!running_.load(std::memory_order_relaxed)) {
        if (!wish_.load(std::memory_order_relaxed)) return false;
        running_ = true, wish_ = false;
        at_ = 0;
    }
    for (int i = 0; i < count; ++i, ++at_) {
        out[i] = at_ < click_.size() ? click_[at_] : 0.0f;
        if (at_ < heard_.size()) heard_[at_] = in[i];
    }
    if (at_ >= heard_.size()) {
        finished_.store(true, std::memory_order_release);
        running_.store(false, std::memory_order_release);
    }
    return true;
}

// The lag of the largest normalised correlation rho(d) = |<h(d), c>| / (|h(d)| |c|): 1 for the click itself at any
// level, and far below 0.5 for a second of noise.
std::optional<int> LoopbackProbe::evaluate() const {
    const std::size_t length = click_.size();
    double clickEnergy = 0.0, energy = 0.0;
    for (std::size_t i = 0; i < length; ++i) {
        clickEnergy += static_cast<double>(click_[i]) * click_[i];
        energy += static_cast<double>(heard_[i]) * heard_[i];
    }
    double best = 0.0;
    std::size_t bestLag = 0;
    for (std::size_t lag = 0; lag + length < heard_.size(); ++lag) {
        float dot = 0.0f;
        for (std::size_t i = 0; i < length; ++i) dot += heard_[lag + i] * click_[i];
        const double rho = energy > 1e-10 ? std::abs(dot) / std::sqrt(energy * clickEnergy) : 0.0;
        // The loudest good match: a room echo may correlate as well as the direct sound.
        if (rho > 0.5 && std::abs(dot) > best) best = std::abs(dot), bestLag = lag;
        const double in = heard_[lag + length], out = heard_[lag];
        energy = std::max(0.0, energy + in * in - out * out);
    }
    return best > 0.0 ? std::optional<int>(static_cast<int>(bestLag)) : std::nullopt;
}

} // namespace solus::live
