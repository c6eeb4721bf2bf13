// Log-spectral features.
#include "Signal/Features.h"

#include "Error.h"

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
    } catch (const nlohmann::json::exception& e) {
        throw Error(std::string("features: ") + e.what());
    }
    return s;
}

nlohmann::json toJson(const FeatureSpec& s) {
    nlohmann::json json{{"type", s.type}, {"floor", s.floor}};
    if (s.type != "log_magnitude") json.update({{"bands", s.bands}, {"low_hz", s.lowHz}, {"high_hz", s.highHz}});
    if (s.runningMeanFrames > 0)
        json.update({{"running_mean_frames", s.runningMeanFrames}, {"prior_mean", s.priorMean}});
    return json;
}

FeatureExtractor::FeatureExtractor(const FeatureSpec& spec, const StftSpec& stft, double sampleRate) : spec_(spec) {
    if (!(spec.floor >= 1e-12f && spec.floor <= 1.0f)) throw Error("features: floor must lie in 1e-12 ... 1");
    if (!std::isfinite(spec.priorMean)) throw Error("features: prior_mean must be a number");
    if (spec.runningMeanFrames < 0 || spec.runningMeanFrames > 100000)
        throw Error("features: running_mean_frames must lie in 0 ... 100000");
    if (spec.type == "log_magnitude")
        size_ = stft.bins();
    else if (spec.type == "log_mel" || spec.type == "log_erb") {
        bank_.emplace(spec.type.substr(4), spec.bands, stft.fftSize, sampleRate, spec.lowHz, spec.highHz);
        size_ = spec.bands;
    } else
        throw Error("features \"" + spec.type + "\": use log_magnitude, log_mel or log_erb");
    sum_.assign(static_cast<size_t>(size_), 0.0);
    reset();
}

void FeatureExtractor::reset() noexcept {
    count_ = spec_.runningMeanFrames;
    std::fill(sum_.begin(), sum_.end(), count_ * static_cast<double>(spec_.priorMean));
}

void FeatureExtractor::process(const float* power, float* features) noexcept {
    if (bank_)
        bank_->apply(power, features);
    else
        std::copy(power, power + size_, features);

    // log10(max(sqrt(p), floor)) = log10(max(p, floor^2)) / 2
    const float floorPower = spec_.floor * spec_.floor;
    for (int i = 0; i < size_; ++i) features[i] = 0.5f * std::log10(std::max(features[i], floorPower));

    if (spec_.runningMeanFrames == 0) return;
    count_ += 1.0; // a double holds the sum of years without losing a frame
    for (int i = 0; i < size_; ++i) {
        sum_[i] += features[i];
        features[i] -= static_cast<float>(sum_[i] / count_);
    }
}

} // namespace solus
