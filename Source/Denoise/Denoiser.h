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
    /// `model` must be of kind "denoiser" or "isolator". Allocates; throws Error if the features, network and mask do not match.
    Denoiser(std::shared_ptr<const Model> model, int channels);

    const Model& model() const noexcept { return *model_; }
    int bins() const noexcept { return model_->stft.bins(); }
    void reset() noexcept;
    /// For an isolator: the embedding of the voice to keep, model().voiceSize values. Real-time safe.
    void setVoice(const float* embedding) noexcept { network_.setVoice(embedding); }

    /// `heard`: the newest spectra, bins() values per channel; `power`: their |X|^2, the mean over the channels; `spectra`:
    /// those of model().lookAhead() hops before, to which the mask belongs; `denoised`: like `spectra`, must not overlap
    /// them. Writes the lowest filterBins() bins of `denoised` in full, and gains(), which are all that the mask has for the
    /// bins above. All channels get the same mask, which holds for model().mask->every hops. Real-time safe.
    /// A network whose state has gone bad (NaN, Inf, absurd filter values) is reset, and the last good gains are
    /// used, without a filter. In digital silence the network does not run, and after half a second of it the network
    /// starts afresh: no room in its training is that silent, and the output must not depend on how long a host or a
    /// mute button was silent before.
    void estimate(std::span<const Complex* const> heard, const float* power,
                  std::span<const Complex* const> spectra, std::span<Complex* const> denoised) noexcept;
    /// The bins of `denoised` above the filter: gains() times those of `spectra`. Real-time safe.
    void applyGains(std::span<const Complex* const> spectra,
                    std::span<Complex* const> denoised) const noexcept;
    /// Both of these, without look-ahead: writes all of `denoised`.
    void process(std::span<const Complex* const> spectra, const float* power,
                 std::span<Complex* const> denoised) noexcept {
        estimate(spectra, power, spectra, denoised);
        applyGains(spectra, denoised);
    }

    int filterBins() const noexcept { return mask_.filterBins; } ///< 0 without a filter
    /// bins() values of 0 ... 1.
    const float* gains() const noexcept { return gains_.data(); }

private:
    void runNetwork(std::span<const Complex* const> heard, const float* power) noexcept;
    void rest() noexcept;
    void readGains(const float* output) noexcept;

    std::shared_ptr<const Model> model_;
    Network network_;
    FeatureExtractor extractor_;
    Mask mask_;
    std::optional<DeepFilter> filter_;
    int hopsOfMask_ = 0; ///< since the network ran; 0: it runs in the next hop
    int silentFrames_ = 0,
        silentFramesBeforeReset_; ///< frames of digital silence so far, and how many make the network start afresh
    std::vector<float> features_, gains_; ///< gains_: per bin, of the last good frame
};

} // namespace solus
