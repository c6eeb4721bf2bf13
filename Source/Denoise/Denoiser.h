// Spectrum in, mask out: the features, the network and the mask of one denoiser model.
#pragma once

#include "Inference/Network.h"
#include "Signal/Features.h"
#include "Signal/FilterBank.h"

#include <memory>
#include <optional>
#include <vector>

namespace solus {

class Denoiser {
public:
    /// `model` must be of kind "denoiser". Allocates; throws Error if its output fits no mask.
    explicit Denoiser(std::shared_ptr<const Model> model);

    const Model& model() const noexcept { return *model_; }
    int bins() const noexcept { return model_->stft.bins(); }
    void reset() noexcept;

    /// power: bins() values |X|^2, the mean over the channels. mask: bins() gains in 0 ... 1. Real-time safe.
    /// A network whose state went bad (NaN, Inf) is reset and the last good mask stands in.
    void process(const float* power, float* mask) noexcept;

private:
    std::shared_ptr<const Model> model_;
    Network network_;
    FeatureExtractor extractor_;
    std::optional<FilterBank> bands_; // for models that give gains per band
    std::vector<float> features_, gains_, lastMask_;
};

} // namespace solus
