// Clusters stretches of speech into talkers, and weighs them against the enrolled voice.
#include "Verify/SessionTalkers.h"

#include <algorithm>
#include <cmath>

namespace solus {
namespace {

constexpr double fullLength = 5.0; // seconds; more speech does not improve the calibration
constexpr double memory = 60.0;    // seconds of speech; beyond that old speech fades, since voices drift
constexpr float surest = 8.0f;     // upper limit of the log odds

/// As log odds, capped: nothing is certain.
float clipped(float logit) noexcept {
    return std::clamp(logit, -surest, surest);
}

} // namespace

SessionTalkers::SessionTalkers(int embeddingSize) {
    for (Known& talker : talkers_) {
        talker.voice.embedding.assign(static_cast<size_t>(embeddingSize), 0.0f);
        talker.sum = talker.voice.embedding;
    }
}

void SessionTalkers::add(SpeakerScore& score, std::span<const float> embedding, double seconds) noexcept {
    if (seconds < shortestStretch || embedding.size() != talkers_[0].sum.size()) return;
    ++stretches_;
    score.setTest(embedding, seconds);
    int nearest = -1;
    float best = -surest;
    for (int k = 0; k < count_; ++k) {
        const float odds = clipped(score.logit(talkers_[k].voice));
        if (nearest < 0 || odds > best) nearest = k, best = odds;
    }
    if (nearest >= 0 && best > joinThreshold)
        take(nearest, score, embedding, seconds);
    else if (best < 0.0f)
        take(freePlace(), score, embedding, seconds);
    mergeAlike(score);
}

int SessionTalkers::freePlace() noexcept {
    int place = count_;
    if (count_ < maxTalkers)
        ++count_;
    else
        place = static_cast<int>(
            std::min_element(talkers_.begin(), talkers_.end(),
                             [](const Known& a, const Known& b) { return a.lastHeard < b.lastHeard; }) -
            talkers_.begin());
    std::fill(talkers_[place].sum.begin(), talkers_[place].sum.end(), 0.0f);
    talkers_[place].seconds = 0.0;
    return place;
}

void SessionTalkers::take(int k, SpeakerScore& score, std::span<const float> embedding,
                          double seconds) noexcept {
    Known& talker = talkers_[k];
    const double kept = std::min(1.0, std::max(memory - seconds, 0.0) / std::max(talker.seconds, 1e-3));
    double square = 1e-20;
    for (size_t i = 0; i < embedding.size(); ++i) {
        talker.sum[i] = static_cast<float>(kept * talker.sum[i] + seconds * embedding[i]);
        square += static_cast<double>(talker.sum[i]) * talker.sum[i];
    }
    const auto scale = static_cast<float>(1.0 / std::sqrt(square));
    for (size_t i = 0; i < embedding.size(); ++i) talker.voice.embedding[i] = scale * talker.sum[i];
    talker.seconds = kept * talker.seconds + seconds;
    talker.lastHeard = stretches_;
    score.update(talker.voice);
}

void SessionTalkers::mergeAlike(SpeakerScore& score) noexcept {
    for (int a = 0; a < count_; ++a)
        for (int b = a + 1; b < count_;) {
            Known &one = talkers_[a], &other = talkers_[b];
            const double seconds = std::min({one.seconds, other.seconds, fullLength});
            if (score.logit(one.voice, other.voice, seconds) < mergeThreshold) {
                ++b;
                continue;
            }
            const long last = std::max(one.lastHeard, other.lastHeard);
            take(a, score, other.voice.embedding, other.seconds);
            one.lastHeard = last;
            std::swap(other, talkers_[--count_]); // swaps pointers and frees nothing
            b = a + 1;                            // its embedding has changed
        }
}

bool SessionTalkers::knowsOthers(const SpeakerScore& score,
                                 std::span<const ReferenceVoice> voices) const noexcept {
    return std::any_of(talkers_.begin(), talkers_.begin() + count_, [&](const Known& talker) {
        return std::all_of(voices.begin(), voices.end(), [&](const ReferenceVoice& voice) {
            return score.logit(voice, talker.voice, std::min(talker.seconds, fullLength)) < 0.0f;
        });
    });
}

float SessionTalkers::probability(const SpeakerScore& score, const ReferenceVoice& voice) const noexcept {
    const float own = std::exp(clipped(score.logit(voice)));
    float odds[maxTalkers], isVoice[maxTalkers], all = 1.0f;
    for (int k = 0; k < count_; ++k) {
        const Known& talker = talkers_[k];
        odds[k] = std::exp(clipped(score.logit(talker.voice)));
        isVoice[k] =
            std::exp(clipped(score.logit(voice, talker.voice, std::min(talker.seconds, fullLength))));
        all += isVoice[k];
    }
    float yes = own, any = own + 1.0f;
    for (int k = 0; k < count_; ++k) {
        yes += isVoice[k] / all * odds[k];
        any += odds[k];
    }
    return yes / any;
}

} // namespace solus
