// How an embedder's output becomes a score: the metadata "score" of a model file.
#pragma once

#include <cstddef>
#include <vector>

namespace solus {

/// The equations are in Verify/SpeakerScore.h, the tensors in docs/model-format.md.
struct ScoreSpec {
    enum class Type { absDifference, cosine };
    /// logit = scale s + bias, after this many seconds of speech.
    struct Line {
        float seconds = 1.0f, scale = 1.0f, bias = 0.0f;
        bool operator==(const Line&) const = default;
    };
    Type type = Type::cosine;
    float threshold = 0.5f;  ///< the score from which speech is accepted
    std::vector<Line> lines; ///< for "cosine": 1 to 16, in ascending order of seconds, above 0
    int nearest = 50;        ///< number of nearest cohort voices that are used

    bool operator==(const ScoreSpec&) const = default;
};

} // namespace solus
