// Schroeder's reverberator.
#include "Data/Reverb.h"

#include "Base/EngineRate.h"
#include <cmath>
#include <vector>

namespace solus::train {

void addReverb(std::span<float> samples, double seconds, double share, Random& random) {
    std::vector<float> wet(samples.size(), 0.0f), line;
    const auto ring = [&line](double delay) {
        line.assign(static_cast<size_t>(delay * engineHz), 0.0f);
        return line.size();
    };
    for (int comb = 0; comb < 4; ++comb) {
        const double delay = random.uniform(0.025, 0.06);
        const size_t length = ring(delay);
        // 60 dB in `seconds`, faster at high frequencies: a one-pole low-pass in the loop.
        const auto feedback = static_cast<float>(std::pow(10.0, -3.0 * delay / seconds));
        const auto damping = static_cast<float>(random.uniform(0.1, 0.5));
        float low = 0.0f;
        for (size_t n = 0, at = 0; n < samples.size(); ++n) {
            const float out = line[at];
            low = out + damping * (low - out);
            line[at] = samples[n] + feedback * low;
            wet[n] += out;
            if (++at == length) at = 0;
        }
    }
    for (const double delay : {random.uniform(0.004, 0.007), random.uniform(0.0012, 0.002)}) {
        const size_t length = ring(delay);
        for (size_t n = 0, at = 0; n < wet.size(); ++n) {
            const float before = line[at], in = wet[n] + 0.7f * before;
            line[at] = in;
            wet[n] = before - 0.7f * in;
            if (++at == length) at = 0;
        }
    }
    double dryPower = 0.0, wetPower = 0.0;
    for (size_t n = 0; n < samples.size(); ++n) {
        dryPower += static_cast<double>(samples[n]) * samples[n];
        wetPower += static_cast<double>(wet[n]) * wet[n];
    }
    if (wetPower <= 0.0) return;
    const auto dryGain = static_cast<float>(std::sqrt(1.0 - share)),
               wetGain = static_cast<float>(std::sqrt(share * dryPower / wetPower));
    for (size_t n = 0; n < samples.size(); ++n) samples[n] = dryGain * samples[n] + wetGain * wet[n];
}

} // namespace solus::train
