// How alike are two voices: the last layer of the siamese network, as the model file carries it.
#pragma once

#include "Inference/Model.h"

#include <span>
#include <vector>

namespace solus {

/// Calibrated probability in 0 ... 1 that two embeddings a, b are one talker:
///   "abs_difference":  sigmoid(w . |a - b| + c)         tensors score.weight [1, d], score.bias [1]
///   "cosine":          sigmoid(scale (a . b) + bias)
class SpeakerScore {
public:
    /// Throws Error where the model's score does not fit its embedding.
    explicit SpeakerScore(const Model& embedder, int embeddingSize);

    /// Real-time safe. Both embeddings have embeddingSize values.
    float operator()(std::span<const float> a, std::span<const float> b) const noexcept;
    /// Accepted from this score on; the model's choice, 0.5 unless it says otherwise.
    float threshold() const noexcept { return threshold_; }

private:
    bool cosine_ = false;
    std::vector<float> weight_;
    float scale_ = 1.0f, bias_ = 0.0f, threshold_ = 0.5f;
};

} // namespace solus
