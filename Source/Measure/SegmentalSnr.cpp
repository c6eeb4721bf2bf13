// Segmental SNR.
#include "Measure/SegmentalSnr.h"

#include "Measure/Frames.h"
#include "Measure/SpeechActivity.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace solus {

double segmentalSnrDb(std::span<const float> s, std::span<const float> y, int sampleRate) {
    checkSameLength(s, y);
    const auto speech = speechFrames(frameLevelsDb(s, sampleRate));
    const size_t length = static_cast<size_t>(std::lround(0.02 * sampleRate));
    double sum = 0.0;
    int count = 0;
    for (size_t m = 0; m < speech.size(); ++m) {
        if (!speech[m]) continue;
        double signal = 0.0, error = 1e-20;
        for (size_t n = m * length; n < (m + 1) * length; ++n) {
            signal += static_cast<double>(s[n]) * s[n];
            error += std::pow(static_cast<double>(s[n]) - y[n], 2.0);
        }
        sum += std::clamp(10.0 * std::log10(signal / error), -10.0, 35.0);
        ++count;
    }
    return count > 0 ? sum / count : std::numeric_limits<double>::quiet_NaN();
}

} // namespace solus
