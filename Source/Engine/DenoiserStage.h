// The denoiser, or in its place the isolator, which keeps only the enrolled voice.
#pragma once

#include "Denoise/Denoiser.h"
#include "Engine/PassingVoices.h"

#include <memory>
#include <optional>
#include <span>
#include <vector>

namespace solus {

/// What the networks hear, and what they act on.
struct HeardSpectra {
    std::span<const Complex* const> heard; ///< the newest spectra, bins values per channel
    const float* heardPower;               ///< their |X|^2, the mean over the channels
    std::span<const Complex* const> acted; ///< those of the model's look-ahead before
};

/// Spectra in, spectra out. Changes between the two networks by a cross-fade, after the one that takes over has run
/// unheard until it has settled.
class DenoiserStage {
public:
    /// `isolator` may be null, and is not used if it does not run in step with the denoiser. Allocates; throws Error.
    DenoiserStage(std::shared_ptr<const Model> denoiser, std::shared_ptr<const Model> isolator, int channels);

    bool canIsolate() const noexcept { return isolator_.has_value(); }
    void reset() noexcept;

    /// Runs the networks that are needed. `listening`: denoised() is needed too. Real-time safe.
    void estimate(const HeardSpectra&, const PassingVoices&, bool isolate, bool listening) noexcept;
    /// The denoiser's output, with all voices in it; after estimate() with `listening`. Real-time safe.
    std::span<const Complex* const> denoised(std::span<const Complex* const> spectra) noexcept;
    /// What the isolator keeps of the denoised speech, lately: about 1 while the enrolled voice speaks, 0 while others do
    /// and 1 while it does not run. Once after each estimate(); `power`: of the spectra acted on. Real-time safe.
    float keptShare(const float* power) noexcept;
    /// Replaces the spectra by the output, with all attenuation limited to the gain g. Real-time safe.
    void applyTo(std::span<Complex* const> spectra, float g) noexcept;

private:
    struct Part {
        Part(std::shared_ptr<const Model>, int channels);

        Denoiser denoiser;
        /// The bins above the filter are computed only for denoised().
        std::vector<std::vector<Complex>> output;
        std::vector<Complex*> pointers;
        int frames = 0; ///< since it last began to run
    };
    void run(Part&, bool needed, const HeardSpectra&) noexcept;
    static void limit(const Part&, size_t channel, float g, Complex* spectrum) noexcept;

    Part plain_;
    std::optional<Part> isolator_;
    std::uint32_t voices_ = 0; ///< the id of those that the isolator keeps
    float share_ = 0.0f;       ///< of the isolator in the output
    bool fresh_ = true;        ///< nothing to fade from
    int framesToSettle_;
    float fadeStep_, keptStep_;                ///< per frame
    float keptPower_ = 0.0f, allPower_ = 0.0f; ///< of the isolator's output and the denoiser's, smoothed
    std::vector<Complex> faded_;
};

} // namespace solus
