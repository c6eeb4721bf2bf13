// Running one or both networks, and fading between them.
#include "Engine/DenoiserStage.h"

#include "Denoise/AttenuationLimit.h"

#include <algorithm>
#include <cmath>

namespace solus {
namespace {

constexpr double settleSeconds = 0.25, fadeSeconds = 0.03, keptSeconds = 0.15;

/// Null if it cannot take the denoiser's place.
std::shared_ptr<const Model> fitting(const Model& denoiser, std::shared_ptr<const Model> isolator) {
    return isolator && isolator->runsInStepWith(denoiser) ? isolator : nullptr;
}

} // namespace

DenoiserStage::Part::Part(std::shared_ptr<const Model> model, int channels)
    : denoiser(std::move(model), channels),
      output(static_cast<size_t>(channels), std::vector<Complex>(static_cast<size_t>(denoiser.bins()))) {
    for (auto& spectrum : output) pointers.push_back(spectrum.data());
}

DenoiserStage::DenoiserStage(std::shared_ptr<const Model> denoiser, std::shared_ptr<const Model> isolator,
                             int channels)
    : plain_(denoiser, channels) {
    if (auto model = fitting(*denoiser, std::move(isolator))) isolator_.emplace(std::move(model), channels);
    const double framesPerSecond = static_cast<double>(denoiser->sampleRate) / denoiser->stft.hop;
    framesToSettle_ = static_cast<int>(settleSeconds * framesPerSecond);
    fadeStep_ = static_cast<float>(1.0 / std::max(1.0, fadeSeconds * framesPerSecond));
    keptStep_ = static_cast<float>(1.0 - std::exp(-1.0 / (keptSeconds * framesPerSecond)));
    faded_.resize(static_cast<size_t>(plain_.denoiser.bins()));
}

void DenoiserStage::reset() noexcept {
    plain_.frames = 0;
    plain_.denoiser.reset();
    if (isolator_) isolator_->frames = 0, isolator_->denoiser.reset();
    share_ = keptPower_ = allPower_ = 0.0f;
    fresh_ = true;
}

void DenoiserStage::run(Part& part, bool needed, const HeardSpectra& spectra) noexcept {
    if (!needed) {
        part.frames = 0;
        return;
    }
    if (part.frames == 0) part.denoiser.reset();
    part.frames = std::min(part.frames + 1, framesToSettle_ + 1);
    part.denoiser.estimate(spectra.heard, spectra.heardPower, spectra.acted, part.pointers);
}

void DenoiserStage::estimate(const HeardSpectra& spectra, const PassingVoices& voices, bool isolate,
                             bool listening) noexcept {
    const bool isolates = isolate && isolator_ && !voices.empty();
    if (isolates && voices.id != voices_) {
        voices_ = voices.id;
        isolator_->denoiser.setVoice(voices.mean.data());
    }
    run(plain_, !isolates || share_ < 1.0f || listening, spectra);
    if (!isolator_) return;
    run(*isolator_, isolates || share_ > 0.0f, spectra);
    if (fresh_)
        share_ = isolates ? 1.0f : 0.0f;
    else if ((isolates ? *isolator_ : plain_).frames > framesToSettle_)
        share_ = std::clamp(share_ + (isolates ? fadeStep_ : -fadeStep_), 0.0f, 1.0f);
    fresh_ = false;
}

std::span<const Complex* const> DenoiserStage::denoised(std::span<const Complex* const> spectra) noexcept {
    plain_.denoiser.applyGains(spectra, plain_.pointers);
    return {plain_.pointers.data(), plain_.pointers.size()};
}

float DenoiserStage::keptShare(const float* power) noexcept {
    if (share_ < 1.0f || plain_.frames == 0) {
        keptPower_ = allPower_ = 0.0f;
        return 1.0f;
    }
    // The mean over the channels.
    const auto powerOf = [power](const Part& part) {
        const float* gains = part.denoiser.gains();
        float filtered = 0.0f, rest = 0.0f;
        for (const auto& spectrum : part.output)
            for (int k = 0; k < part.denoiser.filterBins(); ++k)
                filtered += std::norm(spectrum[static_cast<size_t>(k)]);
        for (int k = part.denoiser.filterBins(); k < part.denoiser.bins(); ++k)
            rest += gains[k] * gains[k] * power[k];
        return filtered / static_cast<float>(part.output.size()) + rest;
    };
    keptPower_ += keptStep_ * (powerOf(*isolator_) - keptPower_);
    allPower_ += keptStep_ * (powerOf(plain_) - allPower_);
    return allPower_ > 0.0f ? std::min(keptPower_ / allPower_, 1.0f) : 1.0f;
}

// The filtered bins are complete; those above are the input times a gain.
void DenoiserStage::limit(const Part& part, size_t channel, float g, Complex* spectrum) noexcept {
    const int filtered = part.denoiser.filterBins(), rest = part.denoiser.bins() - filtered;
    limitAttenuation(spectrum, part.output[channel].data(), filtered, g, spectrum);
    applyLimitedGains(part.denoiser.gains() + filtered, rest, g, spectrum + filtered);
}

void DenoiserStage::applyTo(std::span<Complex* const> spectra, float g) noexcept {
    for (size_t c = 0; c < spectra.size(); ++c) {
        if (share_ == 0.0f || share_ == 1.0f) {
            limit(share_ == 0.0f ? plain_ : *isolator_, c, g, spectra[c]);
            continue;
        }
        std::copy_n(spectra[c], faded_.size(), faded_.begin());
        limit(*isolator_, c, g, faded_.data());
        limit(plain_, c, g, spectra[c]);
        for (size_t k = 0; k < faded_.size(); ++k) spectra[c][k] += share_ * (faded_[k] - spectra[c][k]);
    }
}

} // namespace solus
