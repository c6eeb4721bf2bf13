// Turns the running embedding into a decision.
#include "Verify/VoiceTracker.h"

#include <algorithm>
#include <cmath>

namespace solus {
namespace {

/// A threshold shifted by `logitShift` in logits: t' / (1 - t') = t / (1 - t) e^logitShift.
float shifted(float threshold, float logitShift) noexcept {
    const float odds = std::exp(logitShift) * threshold;
    return odds / (1.0f - threshold + odds);
}

} // namespace

VoiceTracker::VoiceTracker(std::shared_ptr<const Model> embedder, int channels)
    : embedder_(embedder, channels), similarity_(*embedder, embedder_.size()), session_(embedder_.size()) {
    embedder_.setMemory(memorySeconds);
    embedder_.keepRecent(recentSeconds);
}

void VoiceTracker::reset() noexcept {
    session_.reset();
    forgetTalker();
}

void VoiceTracker::forgetTalker() noexcept {
    embedder_.reset();
    talker_ = Talker::nobody;
    forgetDecision();
}

void VoiceTracker::setSingleTalker() {
    oneTalker_ = true;
    embedder_.setMemory(0.0);
    embedder_.keepPieces(pieceSeconds);
}

bool VoiceTracker::heardTooLittle(const VoiceSet& voices) const noexcept {
    const double heard = embedder_.speechSeconds();
    return heard < knownSeconds || (heard < decisionSeconds && !session_.knowsOthers(similarity_, voices));
}

float VoiceTracker::bestOf(const VoiceSet& voices, std::span<const float> embedding,
                           double seconds) noexcept {
    float best = 0.0f;
    if (!voices.empty()) similarity_.setTest(embedding, seconds);
    for (const auto& voice : voices) best = std::max(best, session_.probability(similarity_, voice));
    return best;
}

// A decision holds until the score passes the threshold by a margin, or until the recent embedding alone contradicts
// it by a larger one: then the talker has changed, and earlier speech no longer counts.
void VoiceTracker::decide(const VoiceSet& voices, float threshold) noexcept {
    const double heard = embedder_.speechSeconds();
    const float towards = decided_ == Talker::enrolled ? -1.0f : decided_ == Talker::other ? 1.0f : 0.0f;
    score_ = bestOf(voices, embedder_.embedding(), oneTalker_ ? heard : std::min(heard, memorySeconds));
    if (embedder_.speechSeconds() == 0.0) return forgetDecision(); // bad output: the embedder has restarted
    if (towards != 0.0f && !oneTalker_ && embedder_.recentIsFull()) {
        const float recent = bestOf(voices, embedder_.recent(), recentSeconds);
        if (embedder_.speechSeconds() == 0.0) return forgetDecision();
        if ((recent >= shifted(threshold, towards * changeMargin)) != (decided_ == Talker::enrolled)) {
            embedder_.switchToRecent();
            score_ = recent;
        }
    }
    decided_ = score_ >= shifted(threshold, towards * hysteresis) ? Talker::enrolled : Talker::other;
}

void VoiceTracker::push(const float* const* samples, int count, const VoiceSet& voices, float threshold,
                        float certainty) noexcept {
    embedder_.push(samples, count, certainty);
    const bool longPause = embedder_.pauseSeconds() >= newTalkerPause && embedder_.speechSeconds() > 0.0;
    if (longPause && !oneTalker_) {
        const auto stretch = embedder_.embedding(); // if it is bad, no seconds are left
        session_.add(similarity_, stretch, std::min(embedder_.speechSeconds(), memorySeconds));
        embedder_.forgetTalker();
        decided_ = Talker::undecided;
    }
    if (!embedder_.speaking()) {
        talker_ = Talker::nobody;
    } else if (heardTooLittle(voices)) {
        talker_ = Talker::undecided;
        score_ = 0.0f; // it belongs to the previous talker
    } else {
        if (decided_ == Talker::undecided ||
            embedder_.framesHeard() >= framesAtLastDecision_ + framesBetweenDecisions) {
            decide(voices, threshold);
            framesAtLastDecision_ = embedder_.framesHeard();
        }
        talker_ = decided_;
    }
}

void VoiceTracker::forgetDecision() noexcept {
    score_ = 0.0f;
    decided_ = Talker::undecided;
}

} // namespace solus
