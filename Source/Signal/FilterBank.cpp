// Triangular filter banks on perceptual scales.
#include "Signal/FilterBank.h"

#include "Base/Error.h"

#include <algorithm>
#include <cmath>

namespace solus {
namespace {

double toScale(const std::string& scale, double hz) {
    return scale == "mel" ? 2595.0 * std::log10(1.0 + hz / 700.0) : 21.4 * std::log10(1.0 + 0.00437 * hz);
}

double fromScale(const std::string& scale, double value) {
    return scale == "mel" ? 700.0 * (std::pow(10.0, value / 2595.0) - 1.0)
                          : (std::pow(10.0, value / 21.4) - 1.0) / 0.00437;
}

} // namespace

FilterBank::FilterBank(const std::string& scale, int bands, int fftSize, double sampleRate, double lowHz,
                       double highHz)
    : bins_(fftSize / 2 + 1) {
    if (scale != "mel" && scale != "erb") throw Error("filter bank scale \"" + scale + "\": use mel or erb");
    if (bands < 1 || bands > bins_) throw Error("filter bank: 1 to " + std::to_string(bins_) + " bands");
    if (!(lowHz >= 0.0 && lowHz < highHz && highHz <= sampleRate / 2))
        throw Error("filter bank: need 0 <= low < high <= half the sample rate");

    const double low = toScale(scale, lowHz), step = (toScale(scale, highHz) - low) / (bands + 1);
    const double binHz = sampleRate / fftSize;
    for (int b = 0; b < bands; ++b) {
        const double left = fromScale(scale, low + b * step) / binHz;
        const double centre = fromScale(scale, low + (b + 1) * step) / binHz;
        const double right = fromScale(scale, low + (b + 2) * step) / binHz;
        std::vector<float> weights;
        int first = std::clamp(static_cast<int>(std::ceil(left)), 0, bins_ - 1);
        const int last = std::clamp(static_cast<int>(std::floor(right)), 0, bins_ - 1);
        double sum = 0.0;
        for (int k = first; k <= last; ++k) {
            const double weight = k <= centre ? (k - left) / (centre - left) : (right - k) / (right - centre);
            weights.push_back(static_cast<float>(std::max(weight, 0.0)));
            sum += weights.back();
        }
        if (sum <= 1e-9) { // narrower than a bin
            first = std::clamp(static_cast<int>(std::lround(centre)), 0, bins_ - 1);
            weights.assign(1, 1.0f);
            sum = 1.0;
        }
        for (float weight : weights) weights_.push_back(static_cast<float>(weight / sum));
        rows_.push_back({first, static_cast<int>(weights.size())});
    }
    std::vector<float> norm(static_cast<size_t>(bins_), 0.0f);
    const float* weight = weights_.data();
    for (const Row& row : rows_)
        for (int i = 0; i < row.count; ++i) norm[row.first + i] += *weight++;
    for (const Row& row : rows_)
        for (int i = 0; i < row.count; ++i) {
            const float share = weights_[spread_.size()], sum = norm[row.first + i];
            spread_.push_back(sum > 1e-9f ? share / sum : share);
        }
    for (int k = 0; k < bins_; ++k)
        if (!(norm[k] > 1e-9f)) heldBins_.push_back(k);
}

void FilterBank::apply(const float* power, float* band) const noexcept {
    const float* weight = weights_.data();
    for (const Row& row : rows_) {
        float sum = 0.0f;
        for (int i = 0; i < row.count; ++i) sum += weight[i] * power[row.first + i];
        *band++ = sum;
        weight += row.count;
    }
}

// g[k] = sum_b w_b[k] g_b / sum_b w_b[k]. Below the first band, above the last one, and between bands that contain no
// bin, the gain is held.
void FilterBank::expand(const float* bandGain, float* binGain) const noexcept {
    std::fill(binGain, binGain + bins_, 0.0f);
    const float* weight = spread_.data();
    for (size_t b = 0; b < rows_.size(); ++b) {
        const float gain = bandGain[b];
        float* to = binGain + rows_[b].first;
        for (int i = 0; i < rows_[b].count; ++i) to[i] += weight[i] * gain;
        weight += rows_[b].count;
    }
    for (int k : heldBins_) binGain[k] = k == 0 ? bandGain[0] : binGain[k - 1];
}

} // namespace solus
