// How similar two voices are: the equations behind the score, with the constants of the model file.
#pragma once

#include "Inference/Model.h"
#include "Inference/PackedMatrix.h"

#include <optional>
#include <span>
#include <vector>

namespace solus {

/// A voice print, prepared for comparison.
struct ReferenceVoice {
    std::vector<float> embedding;
    float cohortMean = 0.0f, cohortDeviation = 1.0f; ///< of its cosines with the nearest voices of the cohort
};

/// Calibrated probability, 0 ... 1, that two embeddings a, b are of one talker:
///   "abs_difference":  sigmoid(w . |a - b| + c)         tensors score.weight [1, d], score.bias [1]
///   "cosine":          sigmoid(scale s(a, b) + bias),   s = a . b
/// With a tensor score.cohort [n, d], embeddings of n talkers, s is normalised by how similar a and b are to other
/// talkers (adaptive s-norm, Matejka et al. 2017):
///   s = ((a.b - m_a) / d_a + (a.b - m_b) / d_b) / 2
/// with m_x and d_x the mean and standard deviation of the `nearest` largest cosines between x and the cohort.
/// The scale and bias of a cosine may depend on the duration of b, since a short test says little. They are then
/// lists, for the durations in `seconds`, interpolated linearly over log seconds and constant beyond the ends.
class SpeakerScore {
public:
    /// `embedder` comes from Model::parse(), which checks its score. Throws Error if it has none.
    explicit SpeakerScore(const Model& embedder, int embeddingSize);

    /// Allocates. Throws Error if the embedding has the wrong size.
    ReferenceVoice reference(std::vector<float> embedding) const;

    /// Sets the test embedding, of `seconds` of speech; it must stay valid while it is compared. Real-time safe.
    void setTest(std::span<const float> embedding, double seconds) noexcept;
    /// Probability that the test embedding is of this voice. Real-time safe.
    float operator()(const ReferenceVoice&) const noexcept;
    /// The same as log odds, log(p / (1 - p)). Real-time safe.
    float logit(const ReferenceVoice&) const noexcept;
    /// For two reference voices, the second one from `seconds` of speech. Real-time safe.
    float logit(const ReferenceVoice&, const ReferenceVoice& heard, double seconds) const noexcept;
    /// Call this when a reference's embedding has changed. Real-time safe.
    void update(ReferenceVoice&) noexcept;

    /// All in one, for files. By telephone, voices sound more alike, and unlike those with treble. `byTelephone`, the
    /// number of the two that came by telephone (0 to 2), selects the calibration. Allocates.
    float compare(std::vector<float> voice, std::span<const float> heard, double seconds,
                  int byTelephone = 0);

    /// The score from which speech is accepted; chosen by the model, else 0.5.
    float threshold() const noexcept { return threshold_; }

private:
    struct Line { ///< logit = scale s + bias
        float logSeconds, scale, bias;
    };
    struct Spread {
        float mean = 0.0f, deviation = 1.0f;
    };
    Line lineAt(double seconds) const noexcept;
    /// `cosines`: scratch memory, one value per voice of the cohort.
    Spread amongCohort(std::span<const float> embedding, std::span<float> cosines) const noexcept;
    float logitOf(const ReferenceVoice&, std::span<const float> heard, Spread, Line) const noexcept;

    size_t size_;
    std::vector<Line> lines_;            ///< for "cosine", by duration; empty for "abs_difference"
    std::vector<float> weight_;          ///< for "abs_difference"
    std::optional<PackedMatrix> cohort_; ///< n x d
    std::vector<float> cosines_;         ///< scratch
    size_t nearest_ = 0;
    float bias_ = 0.0f, threshold_ = 0.5f;

    std::span<const float> test_;
    Spread testSpread_;
    Line line_{};
};

} // namespace solus
