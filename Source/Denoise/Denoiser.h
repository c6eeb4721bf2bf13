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
    /// `spectra`, must not overlap them. Writes the lowest filterBins() of `denoised` in full, and gains():
    /// on the bins above they are all that the mask is. All channels get the same mask. Real-time safe. A
    /// network whose state went bad (NaN, Inf, filter values beyond all sense) is reset, and the last good
    /// gains stand in, without a filter. In digital silence the network is not run, and after half a second of
    /// it starts afresh: no room that it learnt from is ever that silent, and what comes next must not depend on
    /// how long a host or a mute button was silent before.
    void estimate(std::span<const Complex* const> spectra, const float* power,
                  std::span<Complex* const> denoised) noexcept;
    /// The bins above the filter of `denoised`: gains() times those of `spectra`. Real-time safe.
    void applyGains(std::span<const Complex* const> spectra,
                    std::span<Complex* const> denoised) const noexcept;
    /// Both: `denoised` is fully written.
    void process(std::span<const Complex* const> spectra, const float* power,
                 std::span<Complex* const> denoised) noexcept {
        estimate(spectra, power, denoised);
        applyGains(spectra, denoised);
    }

    int filterBins() const noexcept { return mask_.filterBins; } ///< 0 without a filter
    /// bins() values of 0 ... 1.
    const float* gains() const noexcept { return gains_.data(); }

private:
    void runNetwork(std::span<const Complex* const> spectra, const float* power,
                    std::span<Complex* const> denoised) noexcept;
    void rest(std::span<const Complex* const> spectra, std::span<Complex* const> denoised) noexcept;
    void readGains(const float* output) noexcept;

    std::shared_ptr<const Model> model_;
    Network network_;
    FeatureExtractor extractor_;
    Mask mask_;
    std::optional<DeepFilter> filter_;
    int silentFrames_ = 0,
        restAfter_; ///< frames of digital silence; after how many the network starts afresh
    std::vector<float> features_, gains_; ///< gains_: per bin, those of the last good frame
};

} // namespace solus
