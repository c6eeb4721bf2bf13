// Polyphase windowed-sinc resampling with a table of phases, interpolated linearly.
#include "Signal/Resampler.h"

#include "Base/Error.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>
#include <string>

namespace solus {
namespace {

constexpr int phases = 1024;           // error of interpolating between them: (pi / phases)^2 / 8, -118 dB
constexpr double stopBand = 90.0;      // dB, if the filter is long enough
constexpr double maxSeconds = 0.00138; // half length: two filters and rounding stay within 3 ms
constexpr int maxHalf = 32;            // samples of the lower rate

/// I0, the modified Bessel function, by its power series.
double bessel0(double x) {
    double sum = 1.0, term = 1.0;
    for (int k = 1; k < 60; ++k) {
        term *= (x / (2.0 * k)) * (x / (2.0 * k));
        sum += term;
    }
    return sum;
}

} // namespace

// h(t) = c sinc(c t) kaiser(t / half), t in input samples, c = cutoff relative to the input's Nyquist frequency.
// Kaiser's formula gives the transition band of 2 * half taps; it is centred just below the lower Nyquist frequency.
Resampler::Resampler(int inRate, int outRate) {
    if (inRate < 1000 || outRate < 1000 || inRate > 768000 || outRate > 768000)
        throw Error("resampling " + std::to_string(inRate) + " Hz to " + std::to_string(outRate) +
                    " Hz: rates must lie in 1000 ... 768000 Hz");
    const int divisor = std::gcd(inRate, outRate);
    inStep_ = inRate / divisor;
    outStep_ = outRate / divisor;
    const int lower = std::min(inRate, outRate);
    const int halfLower = std::clamp(static_cast<int>(maxSeconds * lower), 6, maxHalf);
    const double ratio = static_cast<double>(inRate) / lower; // >= 1 when downsampling
    half_ = static_cast<int>(std::ceil(halfLower * ratio));

    const double attenuation = std::min(stopBand, 20.0 + 2.2 * halfLower);
    const double beta = attenuation > 50.0
                            ? 0.1102 * (attenuation - 8.7)
                            : 0.5842 * std::pow(attenuation - 21.0, 0.4) + 0.07886 * (attenuation - 21.0);
    const double transition =
        (attenuation - 8.0) / (2.285 * 2.0 * halfLower) / std::numbers::pi; // of Nyquist
    const double cutoff = (1.0 - 0.35 * transition) / ratio;

    const int taps = 2 * half_;
    table_.resize(static_cast<size_t>((phases + 1) * taps));
    for (int p = 0; p <= phases; ++p) {
        double sum = 0.0;
        std::vector<double> row(static_cast<size_t>(taps));
        for (int i = 0; i < taps; ++i) { // tap i is the input at floor(t) - half + 1 + i
            const double t = i - (half_ - 1) - static_cast<double>(p) / phases;
            const double x = t / half_;
            const double window =
                std::abs(x) < 1.0 ? bessel0(beta * std::sqrt(1.0 - x * x)) / bessel0(beta) : 0.0;
            const double angle = std::numbers::pi * cutoff * t;
            row[i] = window * (std::abs(angle) < 1e-12 ? 1.0 : std::sin(angle) / angle);
            sum += row[i];
        }
        for (int i = 0; i < taps; ++i) // unity gain at 0 Hz for every phase: no ripple on a constant
            table_[static_cast<size_t>(p * taps + i)] = static_cast<float>(row[i] / sum);
    }
    history_.resize(static_cast<size_t>(2 * taps));
    reset();
}

void Resampler::reset() noexcept {
    std::fill(history_.begin(), history_.end(), 0.0f);
    write_ = 0;
    needed_ = half_ + 1; // output 0 is at input 0 and needs inputs up to index half
    phase_ = 0;
}

int Resampler::maxOutput(int count) const noexcept {
    return static_cast<int>((static_cast<std::int64_t>(count) * outStep_) / inStep_) + 2;
}

int Resampler::process(const float* in, int count, float* out) noexcept {
    const int taps = 2 * half_;
    int written = 0;
    for (int n = 0; n < count; ++n) {
        history_[write_] = history_[write_ + taps] = in[n];
        write_ = write_ + 1 == taps ? 0 : write_ + 1;
        for (--needed_; needed_ <= 0;) {
            // y(t) = sum_i x[floor(t) - half + 1 + i] ((1 - f) h_p[i] + f h_{p+1}[i])
            const double position = static_cast<double>(phase_) * phases / outStep_;
            const int p = static_cast<int>(position);
            const float f = static_cast<float>(position - p);
            const float* x = history_.data() + write_;
            const float* a = table_.data() + static_cast<size_t>(p * taps);
            const float* b = a + taps;
            float first[4] = {}, second[4] = {};
            for (int i = 0; i + 3 < taps; i += 4)
                for (int j = 0; j < 4; ++j) {
                    first[j] += x[i + j] * a[i + j];
                    second[j] += x[i + j] * b[i + j];
                }
            for (int i = taps & ~3; i < taps; ++i) {
                first[0] += x[i] * a[i];
                second[0] += x[i] * b[i];
            }
            const float ya = (first[0] + first[1]) + (first[2] + first[3]);
            const float yb = (second[0] + second[1]) + (second[2] + second[3]);
            out[written++] = ya + f * (yb - ya);

            const std::int64_t next = static_cast<std::int64_t>(phase_) + inStep_;
            needed_ += next / outStep_;
            phase_ = static_cast<int>(next % outStep_);
        }
    }
    return written;
}

} // namespace solus
