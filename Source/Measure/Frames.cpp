// Levels and power spectra of frames.
#include "Measure/Frames.h"

#include "Base/Error.h"
#include "Signal/Fft.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <string>

namespace solus {

void checkSameLength(std::span<const float> reference, std::span<const float> estimate) {
    if (reference.size() != estimate.size() || reference.empty())
        throw Error("metrics need two signals of the same length, not " + std::to_string(reference.size()) +
                    " and " + std::to_string(estimate.size()) + " samples");
}

std::vector<double> frameLevelsDb(std::span<const float> x, int sampleRate, double seconds) {
    const size_t length = static_cast<size_t>(std::lround(seconds * sampleRate));
    const double least = std::pow(10.0, silenceDb / 10.0);
    std::vector<double> levels;
    for (size_t at = 0; at + length <= x.size(); at += length) {
        double square = 0.0;
        for (size_t n = at; n < at + length; ++n) square += static_cast<double>(x[n]) * x[n];
        levels.push_back(10.0 * std::log10(std::max(square / static_cast<double>(length), least)));
    }
    return levels;
}

std::vector<std::vector<float>> powerFrames(std::span<const float> x, int size, int hop) {
    RealFft fft(size);
    std::vector<double> window(static_cast<size_t>(size));
    for (int n = 0; n < size; ++n) window[n] = 0.5 - 0.5 * std::cos(2.0 * std::numbers::pi * n / size);
    std::vector<float> frame(static_cast<size_t>(size));
    std::vector<Complex> spectrum(static_cast<size_t>(fft.bins()));
    std::vector<std::vector<float>> frames;
    const size_t count = x.size() < static_cast<size_t>(size) ? 1 : 1 + (x.size() - size) / hop;
    for (size_t m = 0; m < count; ++m) {
        for (int n = 0; n < size; ++n) {
            const size_t at = m * hop + n;
            frame[n] = at < x.size() ? static_cast<float>(x[at] * window[n]) : 0.0f;
        }
        fft.forward(frame.data(), spectrum.data());
        std::vector<float>& power = frames.emplace_back(spectrum.size());
        std::transform(spectrum.begin(), spectrum.end(), power.begin(),
                       [](Complex c) { return std::norm(c); });
    }
    return frames;
}

} // namespace solus
