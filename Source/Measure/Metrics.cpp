// SNR, SI-SDR and log-spectral distance.
#include "Measure/Metrics.h"

#include "Error.h"
#include "Signal/Fft.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

namespace solus {
namespace {

constexpr double tiny = 1e-20; // keeps silence finite: an exact copy scores 200 dB or so, not infinity

void checkLengths(std::span<const float> reference, std::span<const float> estimate) {
    if (reference.size() != estimate.size() || reference.empty())
        throw Error("metrics need two signals of the same length, not " + std::to_string(reference.size()) + " and " +
                    std::to_string(estimate.size()) + " samples");
}

double mean(std::span<const float> x) {
    double sum = 0.0;
    for (float v : x) sum += v;
    return sum / static_cast<double>(x.size());
}

std::vector<std::vector<float>> powerFrames(std::span<const float> x, int size, int hop) {
    RealFft fft(size);
    std::vector<float> frame(static_cast<size_t>(size));
    std::vector<Complex> spectrum(static_cast<size_t>(fft.bins()));
    std::vector<std::vector<float>> frames;
    const size_t count = x.size() < static_cast<size_t>(size) ? 1 : 1 + (x.size() - size) / hop;
    for (size_t m = 0; m < count; ++m) {
        for (int n = 0; n < size; ++n) {
            const size_t at = m * hop + n;
            const double window = 0.5 - 0.5 * std::cos(2.0 * std::numbers::pi * n / size);
            frame[n] = at < x.size() ? static_cast<float>(x[at] * window) : 0.0f;
        }
        fft.forward(frame.data(), spectrum.data());
        std::vector<float>& power = frames.emplace_back(spectrum.size());
        std::transform(spectrum.begin(), spectrum.end(), power.begin(), [](Complex c) { return std::norm(c); });
    }
    return frames;
}

} // namespace

double snrDb(std::span<const float> s, std::span<const float> y) {
    checkLengths(s, y);
    double signal = tiny, error = tiny;
    for (size_t n = 0; n < s.size(); ++n) {
        signal += static_cast<double>(s[n]) * s[n];
        error += std::pow(static_cast<double>(s[n]) - y[n], 2.0);
    }
    return 10.0 * std::log10(signal / error);
}

double siSdrDb(std::span<const float> s, std::span<const float> y) {
    checkLengths(s, y);
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
    checkLengths(s, y);
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
