// The score of a pair of embeddings.
#include "Verify/SpeakerScore.h"

#include "Error.h"

#include <algorithm>
#include <cmath>

namespace solus {

SpeakerScore::SpeakerScore(const Model& model, int size) {
    const auto score = model.metadata.value("score", nlohmann::json::object());
    try {
        const std::string type = score.at("type").get<std::string>();
        threshold_ = score.value("threshold", 0.5f);
        if (type == "cosine")
            readCosine(score, model.name);
        else if (type == "abs_difference") {
            const Tensor& weight = model.tensors.at("score.weight");
            const Tensor& bias = model.tensors.at("score.bias");
            if (weight.values.size() != static_cast<size_t>(size) || bias.values.size() != 1)
                throw Error("model " + model.name + ": score.weight needs " + std::to_string(size) +
                            " values and score.bias one");
            weight_ = weight.values;
            bias_ = bias.values[0];
        } else
            throw Error("model " + model.name + ": score type \"" + type + "\"; use abs_difference or cosine");
    } catch (const nlohmann::json::exception&) {
        throw Error("model " + model.name + ": metadata \"score\" must say type, and scale and bias for cosine");
    } catch (const std::out_of_range&) {
        throw Error("model " + model.name + ": tensors score.weight and score.bias are missing");
    }
}

void SpeakerScore::readCosine(const nlohmann::json& score, const std::string& name) {
    const auto list = [&](const char* key) {
        const auto& value = score.at(key);
        return value.is_array() ? value.get<std::vector<float>>() : std::vector<float>{value.get<float>()};
    };
    const auto scales = list("scale"), biases = list("bias");
    const auto seconds = score.contains("seconds") ? list("seconds") : std::vector<float>{1.0f};
    constexpr size_t most = 16; // the audio thread searches it
    if (seconds.empty() || seconds.size() > most || scales.size() != seconds.size() || biases.size() != seconds.size())
        throw Error("model " + name + ": score needs as many of scale and bias as of seconds, 1 to 16");
    for (size_t i = 0; i < seconds.size(); ++i) {
        if (!(seconds[i] > (i == 0 ? 0.0f : seconds[i - 1])) || !std::isfinite(scales[i] + biases[i]))
            throw Error("model " + name + ": score: seconds must rise from above 0, scale and bias be finite");
        lines_.push_back({std::log(seconds[i]), scales[i], biases[i]});
    }
}

SpeakerScore::Line SpeakerScore::lineAt(double seconds) const noexcept {
    const float at = std::log(std::max(static_cast<float>(seconds), 1e-3f));
    size_t above = 0;
    while (above < lines_.size() && lines_[above].logSeconds < at) ++above;
    if (above == 0) return lines_.front();
    if (above == lines_.size()) return lines_.back();
    const Line &a = lines_[above - 1], &b = lines_[above];
    const float u = (at - a.logSeconds) / (b.logSeconds - a.logSeconds);
    return {at, a.scale + u * (b.scale - a.scale), a.bias + u * (b.bias - a.bias)};
}

float SpeakerScore::operator()(std::span<const float> a, std::span<const float> b, double seconds) const noexcept {
    float logit = bias_;
    if (lines_.empty())
        for (size_t i = 0; i < a.size(); ++i) logit += weight_[i] * std::abs(a[i] - b[i]);
    else {
        float cosine = 0.0f;
        for (size_t i = 0; i < a.size(); ++i) cosine += a[i] * b[i];
        const Line line = lineAt(seconds);
        logit = line.scale * cosine + line.bias;
    }
    return 1.0f / (1.0f + std::exp(-logit));
}

} // namespace solus
