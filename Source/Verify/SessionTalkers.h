// Remembers the talkers of this session, so that another talker is recognised by earlier speech in the same room.
#pragma once

#include "Verify/SpeakerScore.h"

#include <array>
#include <span>
#include <vector>

namespace solus {

/// An enrolled voice must be told apart from everybody. Once another talker has said a few words, the question is
/// easier: this voice, or that one? Stretches of speech between pauses are clustered into talkers by similarity. At
/// most one of the talkers k, with log odds L_k (over all of their speech) of being voice v, is v:
///   r_k = e^L_k / (1 + e^L_1 + ... + e^L_K)
/// If the current speech has log odds l_v of being v rather than a stranger, and l_k of being talker k, the
/// probability that it is v is
///   p = (e^l_v + sum r_k e^l_k) / (e^l_v + sum e^l_k + 1)
/// which is sigmoid(l_v) if there are no talkers yet. Holds embeddings only, in memory only.
class SessionTalkers {
public:
    static constexpr int maxTalkers = 8; ///< a new one replaces the talker heard longest ago

    /// Allocates all memory for embeddings of `embeddingSize` values.
    explicit SessionTalkers(int embeddingSize);

    void reset() noexcept { count_ = 0; }
    int count() const noexcept { return count_; }

    /// Adds a finished stretch of one talker. Overwrites the test embedding of `score`. Real-time safe.
    void add(SpeakerScore& score, std::span<const float> embedding, double seconds) noexcept;
    /// Whether one of them is more likely somebody else than each of these voices. Real-time safe.
    bool knowsOthers(const SpeakerScore& score, std::span<const ReferenceVoice> voices) const noexcept;
    /// The probability that the test embedding of `score` is this voice. Real-time safe.
    float probability(const SpeakerScore& score, const ReferenceVoice&) const noexcept;

    static constexpr double shortestStretch = 0.8; ///< seconds of speech; shorter stretches are ignored
    /// Log odds from which a stretch joins a talker. Below 0 it starts a new one; in between it is dropped.
    static constexpr float joinThreshold = 1.0f;
    static constexpr float mergeThreshold = 2.0f; ///< log odds from which two talkers are merged

private:
    struct Known {
        ReferenceVoice voice;   ///< the direction of `sum`
        std::vector<float> sum; ///< of the stretches' embeddings, each weighted by its seconds
        double seconds = 0.0;
        long lastHeard = 0;
    };
    void take(int talker, SpeakerScore&, std::span<const float> embedding, double seconds) noexcept;
    int freePlace() noexcept;
    void mergeAlike(SpeakerScore&) noexcept;

    std::array<Known, maxTalkers> talkers_;
    int count_ = 0;
    long stretches_ = 0;
};

} // namespace solus
