// STFT, features, mask and score to JSON and back.
#include "Inference/ModelJson.h"

#include "Base/Error.h"
#include "Base/Json.h"
#include "Base/Text.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

namespace solus {
namespace {

using nlohmann::json;

constexpr int mostHopsOfMask = 64; // more would be too old
constexpr int maxLookAhead = 250;  // hops: the engine keeps as many spectra

constexpr std::pair<MaskSpec::Type, const char*> maskTypes[] = {
    {MaskSpec::Type::binGains, "bin_gains"},
    {MaskSpec::Type::bandGains, "band_gains"},
    {MaskSpec::Type::bandFilter, "band_filter"},
    {MaskSpec::Type::binMagnitudes, "bin_magnitudes"},
};

/// The name of the type of a "mask" or "score".
std::string typeOf(const json& part, const std::string& what) {
    if (!part.is_object() || !part.contains("type") || !part["type"].is_string())
        throw Error(what + ", a JSON object with a type");
    return part["type"].get<std::string>();
}

/// -1, which Mask rejects with a message about the allowed range, for anything but a positive integer.
int wholeNumber(const json& mask, const std::string& key) {
    const auto found = mask.find(key);
    const bool valid =
        found != mask.end() && found->is_number_integer() && *found >= 1 && *found <= 1'000'000;
    return valid ? found->get<int>() : -1;
}

double hertz(const json& mask, const std::string& key, double otherwise) {
    const auto found = mask.find(key);
    if (found == mask.end()) return otherwise;
    if (!found->is_number()) throw Error("the mask's " + key + " must be a number");
    return found->get<double>();
}

/// A number, or a list of them.
std::vector<float> numbers(const json& score, const char* key) {
    const auto& value = score.at(key);
    return value.is_array() ? value.get<std::vector<float>>() : std::vector<float>{value.get<float>()};
}

std::vector<ScoreSpec::Line> linesFrom(const json& score) {
    const auto scales = numbers(score, "scale"), biases = numbers(score, "bias");
    const auto seconds = score.contains("seconds") ? numbers(score, "seconds") : std::vector<float>{1.0f};
    constexpr size_t most = 16; // the audio thread loops over them
    if (seconds.empty() || seconds.size() > most || scales.size() != seconds.size() ||
        biases.size() != seconds.size())
        throw Error("the score needs as many of scale and bias as of seconds, 1 to 16");
    std::vector<ScoreSpec::Line> lines;
    for (size_t i = 0; i < seconds.size(); ++i) {
        if (!(seconds[i] > (i == 0 ? 0.0f : seconds[i - 1])) || !std::isfinite(scales[i] + biases[i]))
            throw Error("the score's seconds must be positive and ascending, scale and bias finite");
        lines.push_back({seconds[i], scales[i], biases[i]});
    }
    return lines;
}

/// JSON where the text is an object, an array or a number; else the text itself.
json valueOf(const std::string& text, const std::string& key) {
    const size_t start = text.find_first_not_of(" \t\r\n");
    if (start == std::string::npos ||
        std::string_view("{[-0123456789").find(text[start]) == std::string_view::npos)
        return text;
    try {
        return parseJson(text, "metadata " + inQuotes(key), 32);
    } catch (const Error&) {
        return text;
    }
}

} // namespace

json toJson(const StftSpec& s) {
    return {{"fft", s.fftSize}, {"hop", s.hop}, {"synthesis", s.synthesis}, {"window", s.window}};
}

StftSpec stftSpecFromJson(const json& stft) {
    StftSpec s;
    try {
        s.fftSize = stft.at("fft").get<int>();
        s.hop = stft.at("hop").get<int>();
        s.synthesis = stft.value("synthesis", s.fftSize);
        s.window = stft.value("window", s.window);
    } catch (const json::exception& e) {
        throw Error(std::string("STFT parameters: ") + e.what());
    }
    makeWindows(s); // throws if no windows fit
    return s;
}

json toJson(const FeatureSpec& s) {
    json features{{"type", s.type}, {"floor", s.floor}};
    if (s.type == "magnitude") features.update({{"power", s.power}, {"level_frames", s.levelFrames}});
    if (s.type != "log_magnitude" && s.type != "magnitude")
        features.update({{"bands", s.bands}, {"low_hz", s.lowHz}, {"high_hz", s.highHz}});
    if (s.type == "erb_detail") features.update({{"detail_bins", s.detailBins}, {"phase_bins", s.phaseBins}});
    if (s.type == "bins_and_bands") features["detail_bins"] = s.detailBins;
    if (s.level)
        features["level"] = {
            {"low_db", s.level->lowDb}, {"high_db", s.level->highDb}, {"seconds", s.level->seconds}};
    if (s.runningMeanFrames > 0)
        features.update({{"running_mean_frames", s.runningMeanFrames}, {"prior_mean", s.priorMean}});
    return features;
}

FeatureSpec featureSpecFromJson(const json& features) {
    FeatureSpec s;
    try {
        s.type = features.at("type").get<std::string>();
        s.bands = features.value("bands", s.bands);
        s.lowHz = features.value("low_hz", s.lowHz);
        s.highHz = features.value("high_hz", s.highHz);
        s.floor = features.value("floor", s.floor);
        s.runningMeanFrames = features.value("running_mean_frames", s.runningMeanFrames);
        s.priorMean = features.value("prior_mean", s.priorMean);
        s.detailBins = features.value("detail_bins", s.detailBins);
        s.phaseBins = features.value("phase_bins", s.phaseBins);
        s.power = features.value("power", s.power);
        s.levelFrames = features.value("level_frames", s.levelFrames);
        if (features.contains("level")) {
            const auto& level = features.at("level");
            s.level.emplace();
            s.level->lowDb = level.at("low_db").get<double>();
            s.level->highDb = level.at("high_db").get<double>();
            s.level->seconds = level.at("seconds").get<double>();
        }
    } catch (const json::exception& e) {
        throw Error(std::string("features: ") + e.what());
    }
    return s;
}

json toJson(const MaskSpec& s) {
    json mask;
    for (const auto& [type, name] : maskTypes)
        if (type == s.type) mask["type"] = name;
    if (!s.hasBands()) return mask;
    if (s.lookAhead > 0) mask["look_ahead"] = s.lookAhead;
    if (s.every > 1) mask["every"] = s.every;
    mask.update({{"scale", s.scale}, {"bands", s.bands}, {"low_hz", s.lowHz}, {"high_hz", s.highHz}});
    if (s.detailBins > 0) mask["detail_bins"] = s.detailBins;
    if (s.type == MaskSpec::Type::bandFilter) mask.update({{"filter_bins", s.filterBins}, {"taps", s.taps}});
    return mask;
}

MaskSpec maskSpecFromJson(const json& mask) {
    const auto name = typeOf(mask, "a denoiser needs metadata \"mask\"");
    MaskSpec s;
    const auto known = std::find_if(std::begin(maskTypes), std::end(maskTypes),
                                    [&name](const auto& type) { return type.second == name; });
    if (known == std::end(maskTypes))
        throw Error("mask type " + inQuotes(name) +
                    " is unknown: use bin_gains, band_gains, band_filter or bin_magnitudes");
    s.type = known->first;
    if (!s.hasBands()) return s;
    if (mask.contains("look_ahead")) s.lookAhead = wholeNumber(mask, "look_ahead");
    if (s.lookAhead < 0 || s.lookAhead > maxLookAhead)
        throw Error("the mask's look_ahead must be 1 to " + std::to_string(maxLookAhead) + " hops");
    if (mask.contains("every")) s.every = wholeNumber(mask, "every");
    if (s.every < 1 || s.every > mostHopsOfMask)
        throw Error("the mask's every must be 1 to " + std::to_string(mostHopsOfMask) + " hops");
    if (!mask.contains("scale") || !mask["scale"].is_string())
        throw Error("the mask needs scale, \"erb\" or \"mel\"");
    s.scale = mask["scale"].get<std::string>();
    s.bands = wholeNumber(mask, "bands");
    s.lowHz = hertz(mask, "low_hz", s.lowHz);
    s.highHz = hertz(mask, "high_hz", s.highHz);
    if (mask.contains("detail_bins")) s.detailBins = wholeNumber(mask, "detail_bins");
    if (s.type != MaskSpec::Type::bandFilter) return s;
    s.filterBins = wholeNumber(mask, "filter_bins");
    s.taps = wholeNumber(mask, "taps");
    return s;
}

json toJson(const ScoreSpec& s) {
    if (s.type == ScoreSpec::Type::absDifference)
        return {{"type", "abs_difference"}, {"threshold", s.threshold}};
    json score{{"type", "cosine"}, {"threshold", s.threshold}, {"nearest", s.nearest}};
    for (const auto& line : s.lines) {
        score["seconds"].push_back(line.seconds);
        score["scale"].push_back(line.scale);
        score["bias"].push_back(line.bias);
    }
    return score;
}

ScoreSpec scoreSpecFromJson(const json& score) {
    const auto type = typeOf(score, "an embedder needs metadata \"score\"");
    if (type != "cosine" && type != "abs_difference")
        throw Error("score type " + inQuotes(type) + " is unknown: use abs_difference or cosine");
    ScoreSpec s;
    s.type = type == "cosine" ? ScoreSpec::Type::cosine : ScoreSpec::Type::absDifference;
    try {
        s.threshold = score.value("threshold", s.threshold);
        if (s.type == ScoreSpec::Type::absDifference) return s;
        s.nearest = score.value("nearest", s.nearest);
        s.lines = linesFrom(score);
    } catch (const json::exception&) {
        throw Error(
            "a cosine score needs the numbers scale and bias, or lists of them together with a list seconds");
    }
    return s;
}

json aboutJson(const Model& model) {
    json about = json::object();
    for (const auto& [key, text] : model.about) about[key] = valueOf(text, key);
    if (model.mask) about["mask"] = toJson(*model.mask);
    if (model.score) about["score"] = toJson(*model.score);
    return about;
}

} // namespace solus
