// Who is talking right now: a running embedding with a short memory, scored against the enrolled voices.
#pragma once

#include "Verify/Embedder.h"
#include "Verify/Gate.h"
#include "Verify/SessionTalkers.h"
#include "Verify/SpeakerScore.h"
#include "Verify/VoicePrint.h"

#include <memory>
#include <vector>

namespace solus {

/// Up to this many voices may pass at once.
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
    /// The whole signal is one talker (enrolment, verification of files): remember all, forget nobody at a pause.
    /// Allocates.
    void listenToOneTalker();
    /// Fully denoised samples at 48 kHz, and the denoiser's certainty of them (see SpeechActivity); updates score() and
    /// talker(). Real-time safe.
    void push(const float* const* samples, int count, const VoiceSet& voices, float threshold,
              float certainty = 1.0f) noexcept;

    float score() const noexcept { return score_; } ///< best of all voices, 0 while undecided
    Talker talker() const noexcept { return talker_; }

    static constexpr double memorySeconds = 4.0; ///< of speech in the running embedding
    static constexpr double recentSeconds = 0.8; ///< of speech that may say: another talker, without a pause
    static constexpr double pieceSeconds = 2.0;  ///< listening to one talker: is each piece of one voice?
    static constexpr double decisionSeconds = 0.5;   ///< of speech before a decision
    static constexpr int framesBetweenDecisions = 3; ///< of speech: an embedding costs more than to listen on
    static constexpr double newTalkerPause = 0.28;   ///< after this pause anybody may speak next
    static constexpr float hysteresis = 0.4f;   ///< on the logit: a decision is not given up for a trifle,
    static constexpr float changeMargin = 2.0f; ///< and for the last second alone only if it is clear

private:
    float bestOf(const VoiceSet&, std::span<const float> embedding, double seconds) noexcept;
    void decide(const VoiceSet&, float threshold) noexcept;
    void forgetDecision() noexcept;

    Embedder embedder_;
    SpeakerScore similarity_;
    SessionTalkers session_; ///< everybody heard so far
    long judged_ = 0;        ///< frames of speech at the last decision
    bool oneTalker_ = false;
    float score_ = 0.0f;
    Talker talker_ = Talker::nobody;
    Talker decided_ = Talker::undecided; ///< what was decided of this talker last
};

} // namespace solus
