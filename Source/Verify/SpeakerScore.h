// How alike are two voices: what the model file says after its last layer.
#pragma once

#include "Inference/Model.h"
#include "Inference/PackedMatrix.h"

#include <optional>
#include <span>
#include <vector>

namespace solus {

/// A voice print, ready to be compared.
struct ReferenceVoice {
    std::vector<float> embedding;
    float cohortMean = 0.0f, cohortDeviation = 1.0f; ///< of its cosines with the nearest voices of the cohort
};

/// Calibrated probability in 0 ... 1 that two embeddings a, b are one talker:
///   "abs_difference":  sigmoid(w . |a - b| + c)         tensors score.weight [1, d], score.bias [1]
///   "cosine":          sigmoid(scale s(a, b) + bias),   s = a . b
/// With a tensor score.cohort [n, d], embeddings of n talkers, s says how much more alike a and b are than
/// either is to strangers (adaptive s-norm, Matejka et al. 2017):
///   s = ((a.b - m_a) / d_a + (a.b - m_b) / d_b) / 2
/// with m_x and d_x the mean and deviation of the `nearest` largest cosines of x and the cohort.
/// The scale and bias of a cosine may depend on how long b was heard, since little speech says little: they are
/// lists then, for the `seconds` of a third list, joined by straight lines over log seconds, constant outside.
class SpeakerScore {
public:
    /// `embedder` comes from Model::parse(), which checks its score. Throws Error if it has none.
    explicit SpeakerScore(const Model& embedder, int embeddingSize);

    /// Allocates. Throws Error if the embedding has another size than the model's.
    ReferenceVoice reference(std::vector<float> embedding) const;

    /// The test embedding, after `seconds` of speech; it must stay where it is while it is compared. Real-time safe.
    void setTest(std::span<const float> embedding, double seconds) noexcept;
    /// Probability that the test embedding is of this voice. Real-time safe.
    float operator()(const ReferenceVoice&) const noexcept;
    /// The same as log odds, log(p / (1 - p)). Real-time safe.
    float logit(const ReferenceVoice&) const noexcept;
    /// Of two voices, the second heard for so long. Real-time safe.
    float logit(const ReferenceVoice&, const ReferenceVoice& heard, double seconds) const noexcept;
    /// A reference's embedding has changed. Real-time safe.
    void renew(ReferenceVoice&) noexcept;

    /// Both at once, for files. By telephone all voices are alike, and unlike those with treble: how many of the two
    /// came so decides how much their likeness says. Allocates.
    float compare(std::vector<float> voice, std::span<const float> heard, double seconds,
                  int byTelephone = 0);

    /// Accepted from this score on; the model's choice, 0.5 unless it says otherwise.
    float threshold() const noexcept { return threshold_; }

private:
    struct Line { ///< logit = scale s + bias
        float logSeconds, scale, bias;
    };
    struct Spread {
        float mean = 0.0f, deviation = 1.0f;
    };
    Line lineAt(double seconds) const noexcept;
    /// `cosines`: scratch memory, a value for each voice of the cohort.
    Spread amongCohort(std::span<const float> embedding, std::span<float> cosines) const noexcept;
    float logitOf(const ReferenceVoice&, std::span<const float> heard, Spread, Line) const noexcept;

    size_t size_;
    std::vector<Line> lines_;            ///< of the cosine, by length; empty for the difference
    std::vector<float> weight_;          ///< of the difference
    std::optional<PackedMatrix> cohort_; ///< n x d
    std::vector<float> cosines_;         ///< scratch
    size_t nearest_ = 0;
    float bias_ = 0.0f, threshold_ = 0.5f;

    std::span<const float> test_;
    Spread testSpread_;
    Line line_{};
};

} // namespace solus
