// The score of a pair of embeddings.
#include "Verify/SpeakerScore.h"

#include "Error.h"

#include <cmath>

namespace solus {

SpeakerScore::SpeakerScore(const Model& model, int size) {
    const auto score = model.metadata.value("score", nlohmann::json::object());
    try {
        const std::string type = score.at("type").get<std::string>();
        threshold_ = score.value("threshold", 0.5f);
        cosine_ = type == "cosine";
        if (cosine_) {
            scale_ = score.at("scale").get<float>();
            bias_ = score.at("bias").get<float>();
        } else if (type == "abs_difference") {
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

float SpeakerScore::operator()(std::span<const float> a, std::span<const float> b) const noexcept {
    float sum = 0.0f;
    if (cosine_)
        for (size_t i = 0; i < a.size(); ++i) sum += a[i] * b[i];
    else
        for (size_t i = 0; i < a.size(); ++i) sum += weight_[i] * std::abs(a[i] - b[i]);
    const float logit = scale_ * sum + bias_;
    return 1.0f / (1.0f + std::exp(-logit));
}

} // namespace solus
