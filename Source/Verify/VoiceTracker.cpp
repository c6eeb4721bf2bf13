// Turns the running embedding into a decision.
#include "Verify/VoiceTracker.h"

#include <algorithm>

namespace solus {

VoiceTracker::VoiceTracker(std::shared_ptr<const Model> embedder, int channels)
    : embedder_(embedder, channels), similarity_(*embedder, static_cast<int>(embedder_.embedding().size())) {
    embedder_.setMemory(memorySeconds);
}

void VoiceTracker::reset() noexcept {
    embedder_.reset();
    score_ = 0.0f;
    talker_ = Talker::nobody;
}

void VoiceTracker::listenToOneTalker() noexcept {
    oneTalker_ = true;
    embedder_.setMemory(0.0);
}

void VoiceTracker::push(const float* const* samples, int count, const VoiceSet& voices, float threshold) noexcept {
    embedder_.push(samples, count);
    const bool longPause = embedder_.pauseSeconds() >= newTalkerPause && embedder_.speechSeconds() > 0.0;
    if (longPause && !oneTalker_) embedder_.forgetTalker();
    if (!embedder_.speaking()) {
        talker_ = Talker::nobody;
        return;
    }
    if (embedder_.speechSeconds() < decisionSeconds) {
        talker_ = Talker::undecided;
        return;
    }
    score_ = 0.0f;
    for (const auto& voice : voices)
        if (voice.size() == embedder_.embedding().size())
            score_ = std::max(score_, similarity_(embedder_.embedding(), voice));
    talker_ = score_ >= threshold ? Talker::enrolled : Talker::other;
}

} // namespace solus
