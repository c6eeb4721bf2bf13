// What the output of a denoiser network means: gains per bin or band, a short filter over frames, or
// magnitudes.
#pragma once

#include "Signal/Features.h"
#include "Signal/StftSpec.h"

#include <nlohmann/json_fwd.hpp>
#include <optional>

namespace solus {

/// type:
///   "bin_gains"    one gain a bin
///   "band_gains"   one gain a band, spread over the bins by FilterBank::expand
///   "band_filter"  band gains; then for each tap l the real and then the imaginary parts of F[l, k] of the
///                  lowest `filterBins` bins (Denoise/DeepFilter.h). With `detail_bins` D the gains are first those of
///                  the lowest D bins, one each, then those of the bands, for the bins above
///   "bin_magnitudes"  the speech in the domain of the features, which are of type "magnitude": with the
///                  feature z = (|X| / L)^p and the output y, the gain is min(max(y, 0) / z, 1)^(1/p), so
///                  that |Y| = min(L y^(1/p), |X|); 0 where y <= 0
struct Mask {
    int gains = 0;                   ///< the first values of the output
    std::optional<FilterBank> bands; ///< those gains belong to; none: to the bins
    int detailBins = 0;              ///< the lowest bins, whose own gains come before those of the bands
    int filterBins = 0, taps = 0;    ///< both 0: no filter
    float exponent = 0.0f;           ///< 1/p of "bin_magnitudes"; 0: the output is gains

    int size() const noexcept { return gains + 2 * filterBins * taps; }
};

/// Reads and checks the metadata "mask". Throws Error.
Mask maskFromJson(const nlohmann::json&, const StftSpec&, const FeatureSpec&, double sampleRate);

} // namespace solus
