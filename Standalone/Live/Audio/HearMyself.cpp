// Recording and playing back, sample by sample.
#include "Audio/HearMyself.h"

#include <algorithm>

namespace solus::live {

void HearMyself::prepare(double sampleRate) {
    take_ = static_cast<int>(takeSeconds * sampleRate);
    pause_ = static_cast<int>(pauseSeconds * sampleRate);
    fade_ = std::max(1, static_cast<int>(0.01 * sampleRate));
    before_.assign(static_cast<std::size_t>(take_), 0.0f);
    after_.assign(static_cast<std::size_t>(take_), 0.0f);
    wish_ = Wish::none;
    enter(Phase::idle);
}

void HearMyself::enter(Phase phase) noexcept {
    phase_ = phase, at_ = 0;
    shown_.store(phase, std::memory_order_relaxed);
    progress_.store(0.0f, std::memory_order_relaxed);
}

bool HearMyself::process(const float* before, const float* after, float* play, int count) noexcept {
    switch (wish_.exchange(Wish::none, std::memory_order_relaxed)) {
    case Wish::start:
        enter(Phase::recording);
        break;
    case Wish::stop:
        enter(Phase::idle);
        break;
    case Wish::none:
        break;
    }
    if (phase_ == Phase::idle) return false;

    const bool plays = phase_ != Phase::recording;
    for (int i = 0; i < count; ++i) {
        play[i] = 0.0f;
        if (phase_ == Phase::idle) continue;
        if (phase_ == Phase::recording) {
            before_[at_] = before[i], after_[at_] = after[i];
            if (++at_ == take_) enter(Phase::before);
        } else {
            play[i] = sampleToPlay();
            if (++at_ == take_ + pause_) enter(phase_ == Phase::before ? Phase::after : Phase::idle);
        }
    }
    const int length = phase_ == Phase::recording ? take_ : take_ + pause_;
    progress_.store(static_cast<float>(at_) / static_cast<float>(length), std::memory_order_relaxed);
    return plays;
}

// Each playback begins after a pause and fades in and out.
float HearMyself::sampleToPlay() const noexcept {
    const int i = at_ - pause_;
    if (i < 0) return 0.0f;
    const int edge = std::min({i, take_ - 1 - i, fade_});
    const float gain = static_cast<float>(edge) / static_cast<float>(fade_);
    return gain * (phase_ == Phase::before ? before_[i] : after_[i]);
}

} // namespace solus::live
