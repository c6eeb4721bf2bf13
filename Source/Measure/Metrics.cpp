// SNR, SI-SDR and log-spectral distance.
#include "Measure/Metrics.h"

#include "Measure/Frames.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace solus {
namespace {

constexpr double tiny = 1e-20; // epsilon: an exact copy scores about 200 dB, not infinity

double mean(std::span<const float> x) {
    double sum = 0.0;
    for (float v : x) sum += v;
    return sum / static_cast<double>(x.size());
}

} // namespace

double snrDb(std::span<const float> s, std::span<const float> y) {
    checkSameLength(s, y);
    double signal = tiny, error = tiny;
    for (size_t n = 0; n < s.size(); ++n) {
        signal += static_cast<double>(s[n]) * s[n];
        error += std::pow(static_cast<double>(s[n]) - y[n], 2.0);
    }
    return 10.0 * std::log10(signal / error);
}

double siSdrDb(std::span<const float> s, std::span<const float> y) {
    checkSameLength(s, y);
    const double ms = mean(s), my = mean(y);
    double ss = tiny, sy = 0.0;
    for (size_t n = 0; n < s.size(); ++n) {
        ss += (s[n] - ms) * (s[n] - ms);
        sy += (s[n] - ms) * (y[n] - my);
    }
    const double a = sy / ss;
    double target = tiny, error = tiny;
    for (size_t n = 0; n < s.size(); ++n) {
        target += std::pow(a * (s[n] - ms), 2.0);
        error += std::pow(a * (s[n] - ms) - (y[n] - my), 2.0);
    }
    return 10.0 * std::log10(target / error);
}

double logSpectralDistanceDb(std::span<const float> s, std::span<const float> y) {
    checkSameLength(s, y);
    const auto clean = powerFrames(s, 2048, 512), other = powerFrames(y, 2048, 512);
    float peak = 0.0f;
    for (const auto& frame : clean) peak = std::max(peak, *std::max_element(frame.begin(), frame.end()));
    const double floor = std::max(1e-8 * peak, 1e-30);
    double sum = 0.0;
    for (size_t m = 0; m < clean.size(); ++m) {
        double square = 0.0;
        for (size_t k = 0; k < clean[m].size(); ++k)
            square += std::pow(10.0 * std::log10(std::max<double>(clean[m][k], floor)) -
                                   10.0 * std::log10(std::max<double>(other[m][k], floor)),
                               2.0);
        sum += std::sqrt(square / static_cast<double>(clean[m].size()));
    }
    return sum / static_cast<double>(clean.size());
}

} // namespace solus
