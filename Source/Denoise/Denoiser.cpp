// Runs a denoiser network, recovers from bad network state, and applies the mask to the spectra.
#include "Denoise/Denoiser.h"

#include "Base/Error.h"

#include <algorithm>
#include <cmath>

namespace solus {
namespace {

constexpr double silenceBeforeReset = 0.5; // of digital silence
constexpr float limit = 1e6f; // larger outputs make no sense; smaller ones cannot overflow a product

const MaskSpec& maskOf(const Model& model) {
    if ((model.kind != "denoiser" && model.kind != "isolator") || !model.mask)
        throw Error("model " + model.name + " is of kind \"" + model.kind + "\", not a denoiser");
    return *model.mask;
}

/// Models without a level setting were trained on speech of about -42 ... -12 dBFS.
FeatureSpec withLevel(FeatureSpec spec) {
    if (!spec.level) spec.level.emplace();
    return spec;
}

/// g = min(max(y, 0) / z, 1)^exponent, 0 where y <= 0
void magnitudesToGains(const float* z, const float* y, int bins, float exponent, float* gains) noexcept {
    for (int k = 0; k < bins; ++k) gains[k] = y[k] <= 0.0f ? 0.0f : y[k] >= z[k] ? 1.0f : y[k] / z[k];
    if (exponent == 1.0f) return;
    for (int k = 0; k < bins; ++k) gains[k] = std::pow(gains[k], exponent);
}

} // namespace

Denoiser::Denoiser(std::shared_ptr<const Model> model, int channels)
    : model_(std::move(model)), network_(model_),
      extractor_(withLevel(model_->features), model_->stft, model_->sampleRate, maskOf(*model_).every),
      mask_(maskOf(*model_), model_->stft, model_->features, model_->sampleRate) {
    if (network_.inputSize() != extractor_.size() || network_.outputSize() != mask_.size())
        throw Error("model " + model_->name + ": the network takes " + std::to_string(network_.inputSize()) +
                    " and gives " + std::to_string(network_.outputSize()) +
                    " values, but features and mask have " + std::to_string(extractor_.size()) + " and " +
                    std::to_string(mask_.size()));
    if (mask_.taps > 0)
        filter_.emplace(model_->stft, mask_.filterBins, mask_.taps, channels, model_->mask->every);
    silentFramesBeforeReset_ = static_cast<int>(silenceBeforeReset * model_->sampleRate / model_->stft.hop);
    features_.resize(static_cast<size_t>(extractor_.size()));
    gains_.assign(static_cast<size_t>(bins()), 1.0f);
}

void Denoiser::reset() noexcept {
    network_.reset();
    extractor_.reset();
    if (filter_) filter_->reset();
    std::fill(gains_.begin(), gains_.end(), 1.0f);
    silentFrames_ = hopsOfMask_ = 0;
}

void Denoiser::readGains(const float* output) noexcept {
    if (mask_.exponent > 0.0f)
        magnitudesToGains(features_.data(), output, bins(), mask_.exponent, gains_.data());
    else if (mask_.bands) {
        mask_.bands->expand(output + mask_.detailBins, gains_.data());
        std::copy_n(output, mask_.detailBins, gains_.data());
    } else
        std::copy(output, output + bins(), gains_.data());
    for (float& gain : gains_) gain = std::clamp(gain, 0.0f, 1.0f);
}

void Denoiser::estimate(std::span<const Complex* const> heard, const float* power,
                        std::span<const Complex* const> spectra,
                        std::span<Complex* const> denoised) noexcept {
    const bool silent = std::all_of(power, power + bins(), [](float p) { return p == 0.0f; });
    if (silent) {
        rest();
    } else {
        silentFrames_ = 0;
        if (hopsOfMask_ == 0) runNetwork(heard, power);
        hopsOfMask_ = (hopsOfMask_ + 1) % model_->mask->every;
    }
    if (filter_) filter_->process(spectra, denoised);
    for (Complex* spectrum : denoised)
        for (int k = 0; k < filterBins(); ++k) spectrum[k] *= gains_[k];
}

// What is left of the look-ahead keeps the last gains.
void Denoiser::rest() noexcept {
    const int frames = std::min(silentFrames_ + 1, silentFramesBeforeReset_);
    if (frames == silentFramesBeforeReset_ && silentFrames_ < silentFramesBeforeReset_) reset();
    silentFrames_ = frames;
    hopsOfMask_ = 0;
    extractor_.skipSilence();
    if (filter_) filter_->set(nullptr);
}

void Denoiser::runNetwork(std::span<const Complex* const> heard, const float* power) noexcept {
    extractor_.process(power, heard, features_.data());
    if (extractor_.restarted()) network_.reset();
    const float* output = network_.process(features_.data());
    int outside = 0; // counted without a branch; a NaN counts as outside
    for (int i = 0; i < mask_.size(); ++i) outside += !(std::abs(output[i]) <= limit);
    const bool good = outside == 0;
    if (good)
        readGains(output);
    else { // NaN in a recurrent state would stay for ever
        network_.reset();
        extractor_.reset();
    }
    if (filter_) filter_->set(good ? output + mask_.gains : nullptr);
}

void Denoiser::applyGains(std::span<const Complex* const> spectra,
                          std::span<Complex* const> denoised) const noexcept {
    for (size_t c = 0; c < spectra.size(); ++c)
        for (int k = filterBins(); k < bins(); ++k) denoised[c][k] = gains_[k] * spectra[c][k];
}

} // namespace solus
