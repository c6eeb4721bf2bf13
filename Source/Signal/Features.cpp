// Log-spectral features and magnitudes.
#include "Signal/Features.h"

#include "Base/Error.h"
#include "Signal/FastLog.h"

#include <algorithm>
#include <cmath>

namespace solus {

FeatureExtractor::FeatureExtractor(const FeatureSpec& spec, const StftSpec& stft, double sampleRate,
                                   int every)
    : spec_(spec) {
    if (!(spec.floor >= 1e-12f && spec.floor <= 1.0f)) throw Error("features: floor must lie in 1e-12 ... 1");
    if (!std::isfinite(spec.priorMean)) throw Error("features: prior_mean must be a number");
    if (spec.runningMeanFrames < 0 || spec.runningMeanFrames > 100000)
        throw Error("features: running_mean_frames must lie in 0 ... 100000");
    if (!(spec.power >= 0.1f && spec.power <= 1.0f)) throw Error("features: power must lie in 0.1 ... 1");
    if (spec.levelFrames < 0 || spec.levelFrames > 100000)
        throw Error("features: level_frames must lie in 0 ... 100000");
    if (spec.type == "magnitude" && spec.runningMeanFrames > 0)
        throw Error("features: running_mean_frames is for logarithms; magnitudes have level_frames");
    if (spec.type == "log_magnitude" || spec.type == "magnitude")
        levels_ = stft.bins();
    else if (spec.type == "log_mel" || spec.type == "log_erb") {
        bank_.emplace(spec.type.substr(4), spec.bands, stft.fftSize, sampleRate, spec.lowHz, spec.highHz);
        levels_ = spec.bands;
    } else if (spec.type == "erb_detail") {
        if (std::min(spec.detailBins, spec.phaseBins) < 0 ||
            std::max(spec.detailBins, spec.phaseBins) > stft.bins())
            throw Error("features: detail_bins and phase_bins must lie in 0 ... " +
                        std::to_string(stft.bins()));
        bank_.emplace("erb", spec.bands, stft.fftSize, sampleRate, spec.lowHz, spec.highHz);
        levels_ = spec.bands + spec.detailBins;
        if (spec.phaseBins > 0) advance_.emplace(stft, spec.phaseBins, every);
    } else if (spec.type == "bins_and_bands") {
        if (spec.detailBins < 1 || spec.detailBins > stft.bins())
            throw Error("features: detail_bins must lie in 1 ... " + std::to_string(stft.bins()));
        bank_.emplace("erb", spec.bands, stft.fftSize, sampleRate, spec.lowHz, spec.highHz);
        levels_ = spec.detailBins + spec.bands;
        advance_.emplace(stft, spec.detailBins, every);
        rows_ = true;
    } else
        throw Error("features \"" + spec.type +
                    "\": use log_magnitude, log_mel, log_erb, erb_detail, bins_and_bands or magnitude");
    linear_ = spec.type == "magnitude";
    if (spec.level) level_.emplace(*spec.level, stft, sampleRate, every);
    size_ = rows_ ? 3 * levels_ : levels_ + 2 * (advance_ ? spec.phaseBins : 0);
    sum_.assign(static_cast<size_t>(levels_), 0.0);
    reset();
}

void FeatureExtractor::reset() noexcept {
    if (level_) level_->reset();
    forget();
}

void FeatureExtractor::forget() noexcept {
    count_ = spec_.runningMeanFrames;
    energy_ = 0.0;
    std::fill(sum_.begin(), sum_.end(), count_ * static_cast<double>(spec_.priorMean));
    if (advance_) advance_->reset();
}

void FeatureExtractor::process(const float* power, std::span<const Complex* const> spectra,
                               float* features) noexcept {
    const float gain = level_ ? level_->gain(power) : 1.0f;
    if (restarted()) forget();
    if (linear_) return magnitudes(power, gain, features);
    const int bands = bank_ ? bank_->bands() : 0, bins = levels_ - bands;
    if (bank_) bank_->apply(power, features + (rows_ ? bins : 0));
    std::copy(power, power + bins, features + (rows_ ? 0 : bands));
    if (advance_) advance_->process(spectra, features + levels_);
    if (rows_) spreadPhases(features);

    // log10(max(sqrt(p), floor)) = log10(max(p, floor^2)) / 2
    const float floorPower = spec_.floor * spec_.floor;
    for (int i = 0; i < levels_; ++i)
        features[i] = 0.5f * fastLog10(std::max(gain * features[i], floorPower));

    if (spec_.runningMeanFrames == 0) return;
    count_ += 1.0; // a double can count years of frames exactly
    for (int i = 0; i < levels_; ++i) {
        sum_[i] += features[i];
        features[i] -= static_cast<float>(sum_[i] / count_);
    }
}

/// Re and Im are stored one after the other; each becomes a row as long as that of the levels.
void FeatureExtractor::spreadPhases(float* features) noexcept {
    float *re = features + levels_, *im = re + levels_;
    const int bins = spec_.detailBins;
    std::copy_backward(re + bins, re + 2 * bins, im + bins);
    std::fill(re + bins, im, 0.0f);
    std::fill(im + bins, im + levels_, 0.0f);
}

void FeatureExtractor::magnitudes(const float* power, float gain, float* features) noexcept {
    float level = 1.0f;
    if (spec_.levelFrames > 0) {
        double energy = 0.0;
        for (int k = 0; k < size_; ++k) energy += power[k];
        energy /= size_; // without the gain: files that exist expect it so
        count_ = std::min(count_ + 1.0, static_cast<double>(spec_.levelFrames));
        // E = E + (e - E) / n, written as a sum of non-negative terms. A NaN frame must not stay in it for ever.
        if (std::isfinite(energy)) energy_ = energy_ * (1.0 - 1.0 / count_) + energy / count_;
        level = std::max(static_cast<float>(std::sqrt(energy_)), spec_.floor);
    }
    const float scale = std::sqrt(gain) / level, half = 0.5f * spec_.power;
    for (int k = 0; k < size_; ++k) features[k] = power[k] * scale * scale;
    if (spec_.power == 1.0f)
        for (int k = 0; k < size_; ++k) features[k] = std::sqrt(features[k]);
    else
        for (int k = 0; k < size_; ++k) features[k] = std::pow(features[k], half);
}

} // namespace solus
