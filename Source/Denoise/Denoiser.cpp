// Runs a denoiser network and guards it against its own state.
#include "Denoise/Denoiser.h"

#include "Error.h"

#include <algorithm>
#include <cmath>

namespace solus {

Denoiser::Denoiser(std::shared_ptr<const Model> model)
    : model_(std::move(model)), network_(model_), extractor_(model_->features, model_->stft, model_->sampleRate) {
    if (model_->kind != "denoiser")
        throw Error("model " + model_->name + " is of kind \"" + model_->kind + "\", not a denoiser");
    const auto mask = model_->metadata.value("mask", nlohmann::json{{"type", "bin_gains"}});
    std::string type;
    try {
        type = mask.at("type").get<std::string>();
        if (type == "band_gains")
            bands_.emplace(mask.value("scale", "erb"), mask.value("bands", 0), model_->stft.fftSize,
                           model_->sampleRate, mask.value("low_hz", 50.0), mask.value("high_hz", 20000.0));
    } catch (const nlohmann::json::exception& e) {
        throw Error("model " + model_->name + ": metadata \"mask\": " + e.what());
    }
    if (type != "bin_gains" && type != "band_gains")
        throw Error("model " + model_->name + ": mask type \"" + type + "\"; use bin_gains or band_gains");
    const int wanted = bands_ ? bands_->bands() : bins();
    if (network_.inputSize() != extractor_.size() || network_.outputSize() != wanted)
        throw Error("model " + model_->name + ": the network takes " + std::to_string(network_.inputSize()) +
                    " and gives " + std::to_string(network_.outputSize()) + " values, but features and mask have " +
                    std::to_string(extractor_.size()) + " and " + std::to_string(wanted));
    features_.resize(static_cast<size_t>(extractor_.size()));
    gains_.resize(static_cast<size_t>(bins()));
    lastMask_.assign(static_cast<size_t>(bins()), 1.0f);
}

void Denoiser::reset() noexcept {
    network_.reset();
    extractor_.reset();
    std::fill(lastMask_.begin(), lastMask_.end(), 1.0f);
}

void Denoiser::process(const float* power, float* mask) noexcept {
    extractor_.process(power, features_.data());
    const float* output = network_.process(features_.data());
    if (bands_)
        bands_->expand(output, gains_.data());
    else
        std::copy(output, output + bins(), gains_.data());

    const bool good = std::all_of(gains_.begin(), gains_.end(), [](float g) { return std::isfinite(g); });
    if (good)
        std::transform(gains_.begin(), gains_.end(), lastMask_.begin(), [](float g) { return std::clamp(g, 0.0f, 1.0f); });
    else { // a poisoned recurrent state would stay poisoned for ever
        network_.reset();
        extractor_.reset();
    }
    std::copy(lastMask_.begin(), lastMask_.end(), mask);
}

} // namespace solus
