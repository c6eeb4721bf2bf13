// From the specification of a mask to its filter bank and sizes.
#include "Inference/Mask.h"

#include "Base/Error.h"
#include "Base/Text.h"

namespace solus {
namespace {

constexpr int maxTaps = 32;

void checkRange(int value, const std::string& key, int highest) {
    if (value < 1 || value > highest)
        throw Error("the mask needs " + key + ", a whole number from 1 to " + std::to_string(highest));
}

} // namespace

Mask::Mask(const MaskSpec& spec, const StftSpec& stft, const FeatureSpec& features, double sampleRate) {
    if (!spec.hasBands()) {
        gains = stft.bins();
        if (spec.type != MaskSpec::Type::binMagnitudes) return;
        if (features.type != "magnitude")
            throw Error("a mask of bin_magnitudes needs features of type magnitude, not " +
                        inQuotes(features.type));
        exponent = 1.0f / features.power;
        return;
    }
    checkRange(spec.bands, "bands", stft.bins());
    bands.emplace(spec.scale, spec.bands, stft.fftSize, sampleRate, spec.lowHz, spec.highHz);
    if (spec.detailBins != 0) checkRange(spec.detailBins, "detail_bins", stft.bins());
    detailBins = spec.detailBins;
    gains = detailBins + spec.bands;
    if (spec.type != MaskSpec::Type::bandFilter) return;
    checkRange(spec.filterBins, "filter_bins", stft.bins());
    checkRange(spec.taps, "taps", maxTaps);
    filterBins = spec.filterBins;
    taps = spec.taps;
}

} // namespace solus
