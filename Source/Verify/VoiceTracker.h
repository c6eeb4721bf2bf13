// Tracks who is talking: a running embedding with a short memory, scored against the enrolled voices.
#pragma once

#include "Verify/Embedder.h"
#include "Verify/Gate.h"
#include "Verify/SessionTalkers.h"
#include "Verify/SpeakerScore.h"
#include "Verify/VoicePrint.h"

#include <memory>
#include <vector>

namespace solus {

/// The most voices that may pass at once.
inline constexpr int maxVoices = 16;

/// Immutable; reaches the audio thread by a wait-free exchange.
using VoiceSet = std::vector<ReferenceVoice>;

class VoiceTracker {
public:
    VoiceTracker(std::shared_ptr<const Model> embedder, int channels);

    Embedder& embedder() noexcept { return embedder_; }
    const Embedder& embedder() const noexcept { return embedder_; }
    void reset() noexcept;
    /// As reset(), but the talkers of the session stay known.
    void forgetTalker() noexcept;
    /// For a signal of one talker only (enrolment, verification of files): the memory is unlimited, and pauses do not
    /// reset it. Allocates.
    void setSingleTalker();
    /// Fully denoised samples at 48 kHz, and the certainty of the denoiser (see SpeechActivity). Updates score() and
    /// talker(). Real-time safe.
    void push(const float* const* samples, int count, const VoiceSet& voices, float threshold,
              float certainty = 1.0f) noexcept;

    float score() const noexcept { return score_; } ///< best of all voices, 0 while undecided
    Talker talker() const noexcept { return talker_; }

    static constexpr double memorySeconds = 4.0; ///< of speech in the running embedding
    static constexpr double recentSeconds = 0.8; ///< of speech that can reveal another talker without a pause
    static constexpr double pieceSeconds = 2.0;  ///< length of the pieces of an enrolment
    static constexpr double decisionSeconds = 0.3; ///< of speech before the first decision
    /// The same once another talker is known: this voice or that one is an easier question.
    static constexpr double knownSeconds = 0.15;
    static constexpr int framesBetweenDecisions = 3; ///< of speech, since each decision costs an embedding
    static constexpr float hysteresis = 0.4f;   ///< logit margin by which a score must contradict a decision,
    static constexpr float changeMargin = 2.0f; ///< and by which the recent embedding alone must

private:
    bool heardTooLittle(const VoiceSet&) const noexcept;
    float bestOf(const VoiceSet&, std::span<const float> embedding, double seconds) noexcept;
    void decide(const VoiceSet&, float threshold) noexcept;
    void forgetDecision() noexcept;

    Embedder embedder_;
    SpeakerScore similarity_;
    SessionTalkers session_;        ///< all talkers so far
    long framesAtLastDecision_ = 0; ///< frames of speech at the last decision
    bool oneTalker_ = false;
    float score_ = 0.0f;
    Talker talker_ = Talker::nobody;
    Talker decided_ = Talker::undecided; ///< the last decision about this talker
};

} // namespace solus
