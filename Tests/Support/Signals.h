// Test signals, and running an engine over them with any block sizes.
#pragma once

#include "Engine/VoiceEngine.h"

#include <cmath>
#include <functional>
#include <random>
#include <vector>

namespace toy {

using Audio = std::vector<std::vector<float>>; // [channel][sample]

inline Audio noise(int channels, int count, unsigned seed, float level = 0.1f) {
    std::mt19937 random(seed);
    std::uniform_real_distribution<float> uniform(-level, level);
    Audio audio(static_cast<size_t>(channels), std::vector<float>(static_cast<size_t>(count)));
    for (auto& channel : audio)
        for (float& x : channel) x = uniform(random);
    return audio;
}

inline std::vector<float> sine(double hz, double rate, int count, double amplitude = 0.5) {
    std::vector<float> x(static_cast<size_t>(count));
    for (int n = 0; n < count; ++n)
        x[n] = static_cast<float>(amplitude * std::sin(2.0 * 3.14159265358979 * hz * n / rate));
    return x;
}

/// `nextBlock` returns the length of each block; out of place unless inPlace.
inline Audio run(solus::VoiceEngine& engine, const Audio& in, const std::function<int()>& nextBlock,
                 bool inPlace = false) {
    Audio out = inPlace ? in : Audio(in.size(), std::vector<float>(in[0].size()));
    for (size_t at = 0; at < in[0].size();) {
        const int count = std::min(nextBlock(), static_cast<int>(in[0].size() - at));
        std::vector<const float*> from;
        std::vector<float*> to;
        for (size_t c = 0; c < in.size(); ++c) {
            from.push_back((inPlace ? out[c] : in[c]).data() + at);
            to.push_back(out[c].data() + at);
        }
        engine.process(from.data(), to.data(), count);
        at += static_cast<size_t>(count);
    }
    return out;
}

inline Audio run(solus::VoiceEngine& engine, const Audio& in, int block = 480) {
    return run(engine, in, [block] { return block; });
}

inline double levelDb(const std::vector<float>& x, size_t from, size_t to) {
    double sum = 1e-20;
    for (size_t n = from; n < to; ++n) sum += static_cast<double>(x[n]) * x[n];
    return 10.0 * std::log10(sum / static_cast<double>(to - from));
}

} // namespace toy
