// Who is talking right now: a running embedding with a short memory, scored against the enrolled voices.
#pragma once

#include "Verify/Embedder.h"
#include "Verify/Gate.h"
#include "Verify/SpeakerScore.h"
#include "Verify/VoicePrint.h"

#include <memory>
#include <vector>

namespace solus {

/// Up to this many voices may pass at once.
inline constexpr int maxVoices = 16;

/// Immutable; reaches the audio thread by a wait-free exchange.
using VoiceSet = std::vector<std::vector<float>>;

class VoiceTracker {
public:
    VoiceTracker(std::shared_ptr<const Model> embedder, int channels);

    Embedder& embedder() noexcept { return embedder_; }
    const Embedder& embedder() const noexcept { return embedder_; }
    void reset() noexcept;
    /// The whole signal is one talker (enrolment, verification of files): remember all, forget nobody at a pause.
    void listenToOneTalker() noexcept;
    /// Fully denoised samples at 48 kHz; updates score() and talker(). Real-time safe.
    void push(const float* const* samples, int count, const VoiceSet& voices, float threshold) noexcept;

    float score() const noexcept { return score_; } ///< best of all voices, 0 while undecided
    Talker talker() const noexcept { return talker_; }

    static constexpr double memorySeconds = 1.2;   ///< of speech in the running embedding
    static constexpr double decisionSeconds = 0.5; ///< of speech before a decision
    static constexpr double newTalkerPause = 0.4;  ///< after this pause anybody may speak next

private:
    Embedder embedder_;
    SpeakerScore similarity_;
    bool oneTalker_ = false;
    float score_ = 0.0f;
    Talker talker_ = Talker::nobody;
};

} // namespace solus
