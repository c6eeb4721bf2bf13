// Who has spoken in this session: a stranger is known again by how they sounded here, minutes ago.
#pragma once

#include "Verify/SpeakerScore.h"

#include <array>
#include <span>
#include <vector>

namespace solus {

/// An enrolled voice alone has to be told from everybody. After a stranger has said a few words the question
/// is easier: this voice, or that one? Stretches of speech between pauses are gathered to talkers by how
/// alike they are. Of talkers k with log odds L_k (judged as a whole) to be voice v, at most one is v:
///   r_k = e^L_k / (1 + e^L_1 + ... + e^L_K)
/// What is heard now, with log odds l_v against a stranger and l_k to be talker k, is then v with the
/// probability
///   p = (e^l_v + sum r_k e^l_k) / (e^l_v + sum e^l_k + 1)
/// which is sigmoid(l_v) before anybody was heard. Holds embeddings only, in memory only.
class SessionTalkers {
public:
    static constexpr int most = 8; ///< who was not heard for longest is forgotten for a new one

    /// Allocates all memory, for embeddings of so many values.
    explicit SessionTalkers(int embeddingSize);

    void reset() noexcept { count_ = 0; }
    int count() const noexcept { return count_; }

    /// A stretch of one talker is over. Changes what `score` heard. Real-time safe.
    void add(SpeakerScore& score, std::span<const float> embedding, double seconds) noexcept;
    /// That what `score` heard last is this voice. Real-time safe.
    float probability(const SpeakerScore& score, const ReferenceVoice&) const noexcept;

    static constexpr double shortestStretch = 0.8; ///< seconds of speech; less says too little
    static constexpr float joins = 1.0f; ///< log odds from which a stretch belongs to a talker; below 0 it is
                                         ///< a new one, between them it is dropped
    static constexpr float merges = 2.0f; ///< log odds from which two talkers are one

private:
    struct Known {
        ReferenceVoice voice;   ///< the direction of `sum`
        std::vector<float> sum; ///< of the stretches' embeddings, each times its seconds
        double seconds = 0.0;
        long lastHeard = 0;
    };
    void take(int talker, SpeakerScore&, std::span<const float> embedding, double seconds) noexcept;
    int freePlace() noexcept;
    void mergeAlike(SpeakerScore&) noexcept;

    std::array<Known, most> talkers_;
    int count_ = 0;
    long stretches_ = 0;
};

} // namespace solus
