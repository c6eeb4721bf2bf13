// The meaning of a denoiser network's output: gains per bin or band, a deep filter, or magnitudes.
#pragma once

#include "Signal/Features.h"
#include "Signal/StftSpec.h"

#include <optional>
#include <string>

namespace solus {

/// The metadata "mask" of a model file.
struct MaskSpec {
    enum class Type {
        binGains,  ///< one gain per bin
        bandGains, ///< one gain per band, spread over the bins by FilterBank::expand
        bandFilter, ///< band gains; then for each tap l the real and then the imaginary parts of F[l, k] of the
                    ///< lowest `filterBins` bins (Denoise/DeepFilter.h)
        binMagnitudes, ///< the speech in the domain of the features, which are of type "magnitude": with the
        ///< feature z = (|X| / L)^p and the output y, the gain is min(max(y, 0) / z, 1)^(1/p), so
        ///< that |Y| = min(L y^(1/p), |X|); 0 where y <= 0
    };
    Type type = Type::binGains;
    std::string scale = "erb"; ///< of the bands: "erb" or "mel"
    int bands = 0;
    double lowHz = 50.0, highHz = 20000.0;
    int detailBins = 0;           ///< the lowest bins, each with a gain; the bands begin above them
    int filterBins = 0, taps = 0; ///< of bandFilter
    /// Of masks with bands: the network's output at frame t is for the spectrum of frame t - lookAhead.
    int lookAhead = 0;
    /// Of masks with bands: the network runs every so many hops, and its mask holds until it runs again.
    int every = 1;

    bool hasBands() const noexcept { return type == Type::bandGains || type == Type::bandFilter; }
    bool operator==(const MaskSpec&) const = default;
};

/// A MaskSpec bound to one STFT, with everything needed to apply it.
struct Mask {
    /// Throws Error if the spec does not match the STFT and the features.
    Mask(const MaskSpec&, const StftSpec&, const FeatureSpec&, double sampleRate);

    int gains = 0;                   ///< the first values of the output
    std::optional<FilterBank> bands; ///< the bands of those gains; none: one gain per bin
    int detailBins = 0;
    int filterBins = 0, taps = 0; ///< both 0: no filter
    float exponent = 0.0f;        ///< 1/p of binMagnitudes; 0: the output is gains

    int size() const noexcept { return gains + 2 * filterBins * taps; }
};

} // namespace solus
