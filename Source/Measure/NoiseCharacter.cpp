// Pumping and musical noise.
#include "Measure/NoiseCharacter.h"

#include "Measure/Frames.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

namespace solus {
namespace {

struct Moments {
    double first = 0.0, second = 0.0, fourth = 0.0;
    double kurtosis() const { return fourth / (second * second); }
};

/// Over time, of the power of each bin.
std::vector<Moments> momentsOf(const std::vector<std::vector<float>>& frames) {
    std::vector<Moments> moments(frames.front().size());
    const double weight = 1.0 / static_cast<double>(frames.size());
    for (const auto& frame : frames)
        for (size_t k = 0; k < frame.size(); ++k) {
            const double p = frame[k];
            moments[k].first += weight * p;
            moments[k].second += weight * p * p;
            moments[k].fourth += weight * p * p * p * p;
        }
    return moments;
}

constexpr double undefined = std::numeric_limits<double>::quiet_NaN();

} // namespace

double levelDeviationDb(std::span<const float> signal, int sampleRate) {
    const auto levels = frameLevelsDb(signal, sampleRate);
    if (levels.empty()) return undefined;
    double mean = 0.0, square = 0.0;
    for (double level : levels) mean += level / static_cast<double>(levels.size());
    for (double level : levels) square += std::pow(level - mean, 2.0) / static_cast<double>(levels.size());
    return std::sqrt(square);
}

double logKurtosisRatio(std::span<const float> input, std::span<const float> output, int sampleRate) {
    checkSameLength(input, output);
    const int size = static_cast<int>(std::lround(0.02 * sampleRate)), hop = size / 2;
    const auto in = momentsOf(powerFrames(input, size, hop)), out = momentsOf(powerFrames(output, size, hop));
    double loudest = 0.0, sum = 0.0;
    for (const auto& m : in) loudest = std::max(loudest, m.first);
    int count = 0;
    for (size_t k = 0; k < in.size(); ++k) {
        if (in[k].first <= 1e-6 * loudest || out[k].first <= 1e-20) continue;
        sum += std::log(out[k].kurtosis() / in[k].kurtosis());
        ++count;
    }
    return count > 0 ? sum / count : undefined;
}

} // namespace solus
