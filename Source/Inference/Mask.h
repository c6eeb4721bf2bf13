// What the output of a denoiser network means: gains per bin or band, and a short filter over frames.
#pragma once

#include "Signal/FilterBank.h"
#include "Signal/StftSpec.h"

#include <nlohmann/json_fwd.hpp>
#include <optional>

namespace solus {

/// type:
///   "bin_gains"    one gain a bin
///   "band_gains"   one gain a band, spread over the bins by FilterBank::expand
///   "band_filter"  band gains; then for each tap l the real and then the imaginary parts of F[l, k] of the
///                  lowest `filterBins` bins (Denoise/DeepFilter.h)
struct Mask {
    int gains = 0;                   ///< the first values of the output
    std::optional<FilterBank> bands; ///< those gains belong to; none: to the bins
    int filterBins = 0, taps = 0;    ///< both 0: no filter

    int size() const noexcept { return gains + 2 * filterBins * taps; }
};

/// Reads and checks the metadata "mask". Throws Error.
Mask maskFromJson(const nlohmann::json&, const StftSpec&, double sampleRate);

} // namespace solus
