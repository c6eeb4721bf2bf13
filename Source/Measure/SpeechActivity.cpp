// Speech and pauses by level.
#include "Measure/SpeechActivity.h"

#include "Measure/Frames.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace solus {
namespace {

double loudest(const std::vector<double>& levels) {
    return levels.empty() ? silenceDb : *std::max_element(levels.begin(), levels.end());
}

} // namespace

std::vector<bool> speechFrames(const std::vector<double>& levels) {
    const double least = std::max(loudest(levels) - speechRangeDb, silenceDb);
    std::vector<bool> speech;
    for (double level : levels) speech.push_back(level > least);
    return speech;
}

std::vector<bool> pauseFrames(const std::vector<double>& levels) {
    const double most = std::max(loudest(levels) - pauseRangeDb, silenceDb);
    std::vector<bool> pause;
    for (double level : levels) pause.push_back(level <= most);
    return pause;
}

double activeLevelDb(const std::vector<double>& levels) {
    const auto speech = speechFrames(levels);
    double power = 0.0;
    int count = 0;
    for (size_t m = 0; m < levels.size(); ++m)
        if (speech[m]) power += std::pow(10.0, levels[m] / 10.0), ++count;
    return count > 0 ? 10.0 * std::log10(power / count) : std::numeric_limits<double>::quiet_NaN();
}

double noiseFloorDb(const std::vector<double>& levels) {
    const double active = activeLevelDb(levels);
    if (std::isnan(active)) return active;
    auto sorted = levels;
    std::sort(sorted.begin(), sorted.end());
    return sorted[(sorted.size() - 1) / 20] - active;
}

} // namespace solus
