// Log-spectral distance where speech dominates.
#include "Measure/SpeechDistortion.h"

#include "Measure/Frames.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <vector>

namespace solus {

double speechDistortionDb(std::span<const float> clean, std::span<const float> noisy,
                          std::span<const float> processed) {
    checkSameLength(clean, noisy);
    checkSameLength(clean, processed);
    std::vector<float> noise(clean.size());
    std::transform(noisy.begin(), noisy.end(), clean.begin(), noise.begin(), std::minus<>{});
    const auto s = powerFrames(clean, 2048, 512), d = powerFrames(noise, 2048, 512),
               y = powerFrames(processed, 2048, 512);
    double peak = 0.0;
    for (const auto& frame : s) peak = std::max<double>(peak, *std::max_element(frame.begin(), frame.end()));
    double sum = 0.0;
    long count = 0;
    for (size_t m = 0; m < s.size(); ++m)
        for (size_t k = 0; k < s[m].size(); ++k) {
            const double speech = s[m][k];
            if (speech <= 0.0 || speech < 10.0 * d[m][k] || speech < 1e-5 * peak) continue;
            sum += std::pow(10.0 * std::log10(std::max<double>(y[m][k], 1e-8 * peak) / speech), 2.0);
            ++count;
        }
    return count > 0 ? std::sqrt(sum / static_cast<double>(count)) : std::numeric_limits<double>::quiet_NaN();
}

} // namespace solus
