// How an embedder's output becomes a score: the metadata "score" of a model file.
#pragma once

#include <cstddef>
#include <vector>

namespace solus {

/// Verify/SpeakerScore.h has the equations, docs/model-format.md the tensors that belong to it.
struct ScoreSpec {
    enum class Type { absDifference, cosine };
    /// logit = scale s + bias, after so many seconds of speech.
    struct Line {
        float seconds = 1.0f, scale = 1.0f, bias = 0.0f;
        bool operator==(const Line&) const = default;
    };
    Type type = Type::cosine;
    float threshold = 0.5f;  ///< accepted from this score on
    std::vector<Line> lines; ///< of cosine: 1 to 16, seconds rising from above 0
    int nearest = 50;        ///< voices of the cohort that count

    bool operator==(const ScoreSpec&) const = default;
};

} // namespace solus
