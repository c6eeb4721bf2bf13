// Spectrum in, spectrum out: the features, the network and the mask of one denoiser model.
#pragma once

#include "Denoise/DeepFilter.h"
#include "Inference/Mask.h"
#include "Inference/Network.h"
#include "Signal/Features.h"

#include <memory>
#include <optional>
#include <span>
#include <vector>

namespace solus {

class Denoiser {
public:
    /// `model` must be of kind "denoiser". Allocates; throws Error if features, network and mask do not fit.
    Denoiser(std::shared_ptr<const Model> model, int channels);

    const Model& model() const noexcept { return *model_; }
    int bins() const noexcept { return model_->stft.bins(); }
    void reset() noexcept;

    /// `spectra`: bins() values for each channel; `power`: |X|^2, the mean over the channels; `denoised`: as
    /// `spectra`, fully denoised, must not overlap them. All channels get the same mask. Real-time safe.
    /// A network whose state went bad (NaN, Inf, filter values beyond all sense) is reset, and the last good
    /// gains stand in, without a filter.
    void process(std::span<const Complex* const> spectra, const float* power,
                 std::span<Complex* const> denoised) noexcept;

private:
    void readGains(const float* output) noexcept;

    std::shared_ptr<const Model> model_;
    Network network_;
    FeatureExtractor extractor_;
    Mask mask_;
    std::optional<DeepFilter> filter_;
    std::vector<float> features_, gains_; ///< gains_: per bin, those of the last good frame
};

} // namespace solus
