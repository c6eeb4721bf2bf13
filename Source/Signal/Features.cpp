// Log-spectral features.
#include "Signal/Features.h"

#include "Error.h"
#include "Signal/FastLog.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

namespace solus {

FeatureSpec featureSpecFromJson(const nlohmann::json& json) {
    FeatureSpec s;
    try {
        s.type = json.at("type").get<std::string>();
        s.bands = json.value("bands", s.bands);
        s.lowHz = json.value("low_hz", s.lowHz);
        s.highHz = json.value("high_hz", s.highHz);
        s.floor = json.value("floor", s.floor);
        s.runningMeanFrames = json.value("running_mean_frames", s.runningMeanFrames);
        s.priorMean = json.value("prior_mean", s.priorMean);
        s.detailBins = json.value("detail_bins", s.detailBins);
        s.phaseBins = json.value("phase_bins", s.phaseBins);
    } catch (const nlohmann::json::exception& e) {
        throw Error(std::string("features: ") + e.what());
    }
    return s;
}

nlohmann::json toJson(const FeatureSpec& s) {
    nlohmann::json json{{"type", s.type}, {"floor", s.floor}};
    if (s.type != "log_magnitude")
        json.update({{"bands", s.bands}, {"low_hz", s.lowHz}, {"high_hz", s.highHz}});
    if (s.type == "erb_detail") json.update({{"detail_bins", s.detailBins}, {"phase_bins", s.phaseBins}});
    if (s.runningMeanFrames > 0)
        json.update({{"running_mean_frames", s.runningMeanFrames}, {"prior_mean", s.priorMean}});
    return json;
}

FeatureExtractor::FeatureExtractor(const FeatureSpec& spec, const StftSpec& stft, double sampleRate)
    : spec_(spec) {
    if (!(spec.floor >= 1e-12f && spec.floor <= 1.0f)) throw Error("features: floor must lie in 1e-12 ... 1");
    if (!std::isfinite(spec.priorMean)) throw Error("features: prior_mean must be a number");
    if (spec.runningMeanFrames < 0 || spec.runningMeanFrames > 100000)
        throw Error("features: running_mean_frames must lie in 0 ... 100000");
    if (spec.type == "log_magnitude")
        logValues_ = stft.bins();
    else if (spec.type == "log_mel" || spec.type == "log_erb") {
        bank_.emplace(spec.type.substr(4), spec.bands, stft.fftSize, sampleRate, spec.lowHz, spec.highHz);
        logValues_ = spec.bands;
    } else if (spec.type == "erb_detail") {
        if (std::min(spec.detailBins, spec.phaseBins) < 0 ||
            std::max(spec.detailBins, spec.phaseBins) > stft.bins())
            throw Error("features: detail_bins and phase_bins must lie in 0 ... " +
                        std::to_string(stft.bins()));
        bank_.emplace("erb", spec.bands, stft.fftSize, sampleRate, spec.lowHz, spec.highHz);
        logValues_ = spec.bands + spec.detailBins;
        if (spec.phaseBins > 0) advance_.emplace(stft, spec.phaseBins);
    } else
        throw Error("features \"" + spec.type + "\": use log_magnitude, log_mel, log_erb or erb_detail");
    size_ = logValues_ + 2 * (advance_ ? spec.phaseBins : 0);
    sum_.assign(static_cast<size_t>(logValues_), 0.0);
    reset();
}

void FeatureExtractor::reset() noexcept {
    count_ = spec_.runningMeanFrames;
    std::fill(sum_.begin(), sum_.end(), count_ * static_cast<double>(spec_.priorMean));
    if (advance_) advance_->reset();
}

void FeatureExtractor::process(const float* power, std::span<const Complex* const> spectra,
                               float* features) noexcept {
    const int bands = bank_ ? bank_->bands() : 0;
    if (bank_) bank_->apply(power, features);
    std::copy(power, power + (logValues_ - bands), features + bands);
    if (advance_) advance_->process(spectra, features + logValues_);

    // log10(max(sqrt(p), floor)) = log10(max(p, floor^2)) / 2
    const float floorPower = spec_.floor * spec_.floor;
    for (int i = 0; i < logValues_; ++i) features[i] = 0.5f * fastLog10(std::max(features[i], floorPower));

    if (spec_.runningMeanFrames == 0) return;
    count_ += 1.0; // a double holds the sum of years without losing a frame
    for (int i = 0; i < logValues_; ++i) {
        sum_[i] += features[i];
        features[i] -= static_cast<float>(sum_[i] / count_);
    }
}

} // namespace solus
