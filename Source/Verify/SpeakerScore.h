// How alike are two voices: what the model file says after its last layer.
#pragma once

#include "Inference/Model.h"

#include <span>
#include <vector>

namespace solus {

/// Calibrated probability in 0 ... 1 that two embeddings a, b are one talker:
///   "abs_difference":  sigmoid(w . |a - b| + c)         tensors score.weight [1, d], score.bias [1]
///   "cosine":          sigmoid(scale (a . b) + bias)
/// The scale and bias of a cosine may depend on how long b was heard, since little speech says little: they are
/// lists then, for the `seconds` of a third list, joined by straight lines over log seconds, constant outside.
class SpeakerScore {
public:
    /// Throws Error where the model's score does not fit its embedding.
    explicit SpeakerScore(const Model& embedder, int embeddingSize);

    /// `seconds` of speech that b comes from; a is the voice print. Both have embeddingSize values. Real-time safe.
    float operator()(std::span<const float> a, std::span<const float> b, double seconds) const noexcept;
    /// Accepted from this score on; the model's choice, 0.5 unless it says otherwise.
    float threshold() const noexcept { return threshold_; }

private:
    struct Line { ///< logit = scale cosine + bias
        float logSeconds, scale, bias;
    };
    void readCosine(const nlohmann::json& score, const std::string& name);
    Line lineAt(double seconds) const noexcept;

    std::vector<Line> lines_; ///< of the cosine, by length; empty for the difference
    std::vector<float> weight_;
    float bias_ = 0.0f, threshold_ = 0.5f;
};

} // namespace solus
