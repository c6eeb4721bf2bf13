// Reading the metadata "mask" of a model that may come from anywhere.
#include "Inference/Mask.h"

#include "Base/Error.h"
#include "Base/Text.h"

#include <nlohmann/json.hpp>
#include <string>

namespace solus {
namespace {

using nlohmann::json;

constexpr int maxTaps = 32;

int wholeNumber(const json& mask, const std::string& key, int highest) {
    const auto found = mask.find(key);
    if (found == mask.end() || !found->is_number_integer() || *found < 1 || *found > highest)
        throw Error("the mask needs " + key + ", a whole number from 1 to " + std::to_string(highest));
    return found->get<int>();
}

double hertz(const json& mask, const std::string& key, double otherwise) {
    const auto found = mask.find(key);
    if (found == mask.end()) return otherwise;
    if (!found->is_number()) throw Error("the mask's " + key + " must be a number");
    return found->get<double>();
}

} // namespace

Mask maskFromJson(const json& json, const StftSpec& stft, const FeatureSpec& features, double sampleRate) {
    if (!json.is_object() || !json.contains("type") || !json["type"].is_string())
        throw Error("a denoiser needs metadata \"mask\", a JSON object with a type");
    const auto type = json["type"].get<std::string>();
    Mask mask;
    if (type == "bin_gains") {
        mask.gains = stft.bins();
        return mask;
    }
    if (type == "bin_magnitudes") {
        if (features.type != "magnitude")
            throw Error("a mask of bin_magnitudes needs features of type magnitude, not " +
                        inQuotes(features.type));
        mask.gains = stft.bins();
        mask.exponent = 1.0f / features.power;
        return mask;
    }
    if (type != "band_gains" && type != "band_filter")
        throw Error("mask type " + inQuotes(type) +
                    " is unknown: use bin_gains, band_gains, band_filter or bin_magnitudes");
    if (!json.contains("scale") || !json["scale"].is_string())
        throw Error("the mask needs scale, \"erb\" or \"mel\"");
    const int bands = wholeNumber(json, "bands", stft.bins());
    mask.bands.emplace(json["scale"].get<std::string>(), bands, stft.fftSize, sampleRate,
                       hertz(json, "low_hz", 50.0), hertz(json, "high_hz", 20000.0));
    if (json.contains("detail_bins")) mask.detailBins = wholeNumber(json, "detail_bins", stft.bins());
    mask.gains = mask.detailBins + bands;
    if (type == "band_filter") {
        mask.filterBins = wholeNumber(json, "filter_bins", stft.bins());
        mask.taps = wholeNumber(json, "taps", maxTaps);
    }
    return mask;
}

} // namespace solus
