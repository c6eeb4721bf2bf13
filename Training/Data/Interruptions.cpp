// Silences, fades, mutes, steps and drifts.
#include "Data/Interruptions.h"

#include "Base/EngineRate.h"
#include <algorithm>
#include <cmath>
#include <numbers>

namespace solus::train {

namespace {

float factorOfDb(double db) {
    return static_cast<float>(std::pow(10.0, db / 20.0));
}

void silence(std::vector<float>& gain, size_t begin, size_t length) {
    const size_t end = std::min(gain.size(), begin + length);
    for (size_t n = std::min(begin, end); n < end; ++n) gain[n] = 0.0f;
}

void beginning(std::vector<float>& gain, Random& random) {
    const double kind = random.uniform();
    if (kind < 0.3)
        return silence(gain, 0, static_cast<size_t>(engineHz * 0.005 * std::pow(200.0, random.uniform())));
    const auto length =
        std::min(gain.size(), static_cast<size_t>(engineHz * 0.05 * std::pow(40.0, random.uniform())));
    if (kind < 0.5) { // almost nothing: a converter's noise
        const float little = factorOfDb(random.uniform(-80.0, -50.0));
        for (size_t n = 0; n < length; ++n) gain[n] *= little;
        return;
    }
    const bool inDb = random.chance(0.5);
    for (size_t n = 0; n < length; ++n) {
        const double share = static_cast<double>(n) / static_cast<double>(length);
        gain[n] *= inDb ? factorOfDb(-60.0 * (1.0 - share)) : static_cast<float>(share);
    }
}

} // namespace

std::vector<float> drawInterruptions(const InterruptionOptions& options, size_t count, Random& random) {
    std::vector<float> gain(count, 1.0f);
    const auto anywhere = [&] { return static_cast<size_t>(random.below(static_cast<std::int64_t>(count))); };
    if (random.chance(options.drift)) {
        const double depth = random.uniform(1.0, 6.0),
                     step = 2.0 * std::numbers::pi * random.uniform(0.1, 0.8) / engineHz,
                     phase = random.uniform(0.0, 2.0 * std::numbers::pi);
        constexpr size_t block = 48; // 1 ms
        for (size_t n = 0; n < count; n += block) {
            const float now = factorOfDb(depth * std::sin(phase + step * static_cast<double>(n)));
            for (size_t i = n; i < std::min(count, n + block); ++i) gain[i] *= now;
        }
    }
    if (random.chance(options.step)) {
        const float change = factorOfDb(random.uniform(-30.0, 30.0));
        const size_t at = anywhere();
        for (size_t n = at; n < count; ++n) gain[n] *= change;
    }
    if (random.chance(options.beginning)) beginning(gain, random);
    if (random.chance(options.mute))
        silence(gain, anywhere(), static_cast<size_t>(engineHz * 0.005 * std::pow(90.0, random.uniform())));
    if (random.chance(options.loss))
        for (auto gaps = 1 + random.below(6); gaps > 0; --gaps)
            silence(gain, anywhere(), static_cast<size_t>(random.uniform(480.0, 2880.0)));
    return gain;
}

} // namespace solus::train
