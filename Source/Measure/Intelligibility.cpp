// STOI and ESTOI, with the details of the authors' implementation.
#include "Measure/Intelligibility.h"

#include "Base/Error.h"
#include "Signal/Fft.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <string>
#include <vector>

namespace solus {
namespace {

constexpr int frameLength = 256, frameHop = 128, fftSize = 512, bandCount = 15;
constexpr int segmentFrames = 30;     // 384 ms
constexpr double lowestCentre = 150;  // Hz, of the first third-octave band
constexpr double silenceRange = 40.0; // dB below the loudest frame of the reference
constexpr double clipDb = -15.0;      // minimum signal-to-distortion ratio in STOI
constexpr double tiny = 2.220446049250313e-16;

using Matrix = std::vector<std::vector<double>>; // bands x frames

/// Without the zeros at both ends.
const std::vector<double>& hannWindow() {
    static const std::vector<double> window = [] {
        std::vector<double> w(frameLength);
        for (int n = 0; n < frameLength; ++n)
            w[n] = 0.5 - 0.5 * std::cos(2.0 * std::numbers::pi * (n + 1) / (frameLength + 1));
        return w;
    }();
    return window;
}

/// Removes the frames that are silent in the reference; overlap-adds the others.
void removeSilence(std::vector<double>& reference, std::vector<double>& estimate) {
    const auto& window = hannWindow();
    std::vector<size_t> starts;
    std::vector<double> levels;
    for (size_t at = 0; at + frameLength < reference.size(); at += frameHop) {
        double sum = 0.0;
        for (int n = 0; n < frameLength; ++n) sum += std::pow(window[n] * reference[at + n], 2.0);
        starts.push_back(at);
        levels.push_back(20.0 * std::log10(std::sqrt(sum) + tiny));
    }
    if (starts.empty()) throw Error("STOI: the signal is shorter than a frame");
    const double least = *std::max_element(levels.begin(), levels.end()) - silenceRange;
    std::vector<double> x(reference.size() + frameLength, 0.0), y = x;
    size_t kept = 0;
    for (size_t i = 0; i < starts.size(); ++i) {
        if (levels[i] <= least) continue;
        for (int n = 0; n < frameLength; ++n) {
            x[kept * frameHop + n] += window[n] * reference[starts[i] + n];
            y[kept * frameHop + n] += window[n] * estimate[starts[i] + n];
        }
        ++kept;
    }
    const size_t length = kept == 0 ? 0 : (kept - 1) * frameHop + frameLength;
    x.resize(length);
    y.resize(length);
    reference = std::move(x);
    estimate = std::move(y);
}

/// The bins of each third-octave band: first and one past the last.
std::vector<std::pair<int, int>> thirdOctaves() {
    const auto nearestBin = [](double hz) {
        return static_cast<int>(std::lround(hz * fftSize / intelligibilityRate));
    };
    std::vector<std::pair<int, int>> bands;
    for (int b = 0; b < bandCount; ++b)
        bands.emplace_back(nearestBin(lowestCentre * std::exp2((2.0 * b - 1.0) / 6.0)),
                           nearestBin(lowestCentre * std::exp2((2.0 * b + 1.0) / 6.0)));
    return bands;
}

/// Magnitudes in third-octave bands.
Matrix bandMagnitudes(const std::vector<double>& signal) {
    static const auto bands = thirdOctaves();
    const auto& window = hannWindow();
    RealFft fft(fftSize);
    std::vector<float> frame(fftSize, 0.0f);
    std::vector<Complex> spectrum(static_cast<size_t>(fft.bins()));
    Matrix result(bandCount);
    for (size_t at = 0; at + frameLength < signal.size(); at += frameHop) {
        for (int n = 0; n < frameLength; ++n) frame[n] = static_cast<float>(window[n] * signal[at + n]);
        fft.forward(frame.data(), spectrum.data());
        for (int b = 0; b < bandCount; ++b) {
            double power = 0.0;
            for (int k = bands[b].first; k < bands[b].second; ++k)
                power += std::norm(std::complex<double>(spectrum[k]));
            result[b].push_back(std::sqrt(power));
        }
    }
    return result;
}

struct Bands {
    Matrix reference, estimate;
    int segments = 0;
};

Bands prepare(std::span<const float> reference, std::span<const float> estimate) {
    if (reference.size() != estimate.size())
        throw Error("STOI needs two signals of the same length, not " + std::to_string(reference.size()) +
                    " and " + std::to_string(estimate.size()) + " samples");
    std::vector<double> x(reference.begin(), reference.end()), y(estimate.begin(), estimate.end());
    removeSilence(x, y);
    Bands bands{bandMagnitudes(x), bandMagnitudes(y), 0};
    bands.segments = static_cast<int>(bands.reference[0].size()) - segmentFrames + 1;
    if (bands.segments < 1) throw Error("STOI: less than 0.4 s of speech");
    return bands;
}

/// Removes the mean and divides by the norm.
template <typename Get>
void normalise(int count, Get get) {
    double mean = 0.0, square = 0.0;
    for (int i = 0; i < count; ++i) mean += get(i);
    mean /= count;
    for (int i = 0; i < count; ++i) square += std::pow(get(i) - mean, 2.0);
    const double length = std::sqrt(square) + tiny;
    for (int i = 0; i < count; ++i) get(i) = (get(i) - mean) / length;
}

Matrix segmentOf(const Matrix& all, int first) {
    Matrix segment(bandCount);
    for (int b = 0; b < bandCount; ++b)
        segment[b].assign(all[b].begin() + first, all[b].begin() + first + segmentFrames);
    return segment;
}

void normaliseRows(Matrix& segment) {
    for (auto& row : segment) normalise(segmentFrames, [&](int n) -> double& { return row[n]; });
}

double correlation(const Matrix& x, const Matrix& y) {
    double sum = 0.0;
    for (int b = 0; b < bandCount; ++b)
        for (int n = 0; n < segmentFrames; ++n) sum += x[b][n] * y[b][n];
    return sum;
}

} // namespace

double stoi(std::span<const float> reference, std::span<const float> estimate) {
    const Bands bands = prepare(reference, estimate);
    const double limit = 1.0 + std::pow(10.0, -clipDb / 20.0);
    double sum = 0.0;
    for (int m = 0; m < bands.segments; ++m) {
        Matrix x = segmentOf(bands.reference, m), y = segmentOf(bands.estimate, m);
        for (int b = 0; b < bandCount; ++b) {
            // y' = min(alpha y, (1 + 10^(15/20)) x),  alpha = |x| / |y|
            double xx = 0.0, yy = 0.0;
            for (int n = 0; n < segmentFrames; ++n) xx += x[b][n] * x[b][n], yy += y[b][n] * y[b][n];
            const double alpha = std::sqrt(xx) / (std::sqrt(yy) + tiny);
            for (int n = 0; n < segmentFrames; ++n) y[b][n] = std::min(alpha * y[b][n], limit * x[b][n]);
        }
        normaliseRows(x);
        normaliseRows(y);
        sum += correlation(x, y) / bandCount;
    }
    return sum / bands.segments;
}

double estoi(std::span<const float> reference, std::span<const float> estimate) {
    const Bands bands = prepare(reference, estimate);
    double sum = 0.0;
    for (int m = 0; m < bands.segments; ++m) {
        Matrix x = segmentOf(bands.reference, m), y = segmentOf(bands.estimate, m);
        for (Matrix* segment : {&x, &y}) {
            normaliseRows(*segment);
            for (int n = 0; n < segmentFrames; ++n)
                normalise(bandCount, [&](int b) -> double& { return (*segment)[b][n]; });
        }
        sum += correlation(x, y) / segmentFrames;
    }
    return sum / bands.segments;
}

} // namespace solus
