// Word onsets by level, and how much of each is left.
#include "Measure/Onsets.h"

#include "Measure/Frames.h"
#include "Measure/SpeechActivity.h"

#include <algorithm>
#include <cmath>

namespace solus {
namespace {

constexpr double frameSeconds = 0.005;
constexpr size_t silentFrames = 20, attackFrames = 30;                                 // 100 ms, 150 ms
constexpr double lowestThreshold = -35.0, highestThreshold = -25.0, wordLevel = -15.0; // dB, active level = 0
constexpr double aboveFloor = 10.0;
constexpr double mostLossDb = 30.0;

std::span<const float> onsetOf(std::span<const float> signal, size_t at, int sampleRate) {
    const size_t length = static_cast<size_t>(std::lround(onsetSeconds * sampleRate));
    return signal.subspan(at, std::min(length, signal.size() - at));
}

double product(std::span<const float> a, std::span<const float> b) {
    double sum = 0.0;
    for (size_t n = 0; n < a.size(); ++n) sum += static_cast<double>(a[n]) * b[n];
    return sum;
}

} // namespace

std::vector<size_t> wordOnsets(std::span<const float> clean, int sampleRate) {
    const auto longLevels = frameLevelsDb(clean, sampleRate);
    const double active = activeLevelDb(longLevels);
    if (std::isnan(active)) return {};
    const double threshold =
        active + std::clamp(noiseFloorDb(longLevels) + aboveFloor, lowestThreshold, highestThreshold);
    const auto levels = frameLevelsDb(clean, sampleRate, frameSeconds);
    const size_t length = static_cast<size_t>(std::lround(frameSeconds * sampleRate));
    std::vector<size_t> onsets;
    size_t silent = 0;
    for (size_t m = 0; m < levels.size(); ++m) {
        if (levels[m] < threshold) {
            ++silent;
            continue;
        }
        const auto end =
            levels.begin() + static_cast<std::ptrdiff_t>(std::min(m + attackFrames, levels.size()));
        const double loudest = *std::max_element(levels.begin() + static_cast<std::ptrdiff_t>(m), end);
        if (silent >= silentFrames && loudest >= active + wordLevel) onsets.push_back(m * length);
        silent = 0;
    }
    return onsets;
}

bool onsetIsAudible(std::span<const float> clean, std::span<const float> noisy, size_t at, int sampleRate) {
    checkSameLength(clean, noisy);
    const auto s = onsetOf(clean, at, sampleRate), x = onsetOf(noisy, at, sampleRate);
    double noise = 0.0;
    for (size_t n = 0; n < s.size(); ++n) noise += std::pow(static_cast<double>(x[n]) - s[n], 2.0);
    return product(s, s) > noise;
}

double onsetLossDb(std::span<const float> clean, std::span<const float> processed, size_t at,
                   int sampleRate) {
    checkSameLength(clean, processed);
    const auto s = onsetOf(clean, at, sampleRate), y = onsetOf(processed, at, sampleRate);
    const double a = product(y, s) / product(s, s);
    return -20.0 * std::log10(std::max(a, std::pow(10.0, -mostLossDb / 20.0)));
}

} // namespace solus
