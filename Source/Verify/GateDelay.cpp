// Ring buffers of audio and decisions.
#include "Verify/GateDelay.h"

#include <algorithm>
#include <cmath>

namespace solus {

GateDelay::GateDelay(int channels, int hop, double sampleRate, double lookAheadMs)
    : hop_(hop), hops_(0), hopMs_(1000.0 * hop / sampleRate) {
    hops_ = static_cast<int>(std::ceil(std::max(lookAheadMs, 0.0) / hopMs_ - 1e-9));
    const auto ring = static_cast<size_t>(hops_) + 1;
    talkers_.resize(ring);
    samples_.assign(static_cast<size_t>(channels), std::vector<float>(ring * static_cast<size_t>(hop)));
    reset();
}

void GateDelay::reset() noexcept {
    at_ = 0;
    forgetTalkers();
    for (auto& ring : samples_) std::fill(ring.begin(), ring.end(), 0.0f);
}

void GateDelay::forgetTalkers() noexcept {
    gate_.reset();
    std::fill(talkers_.begin(), talkers_.end(), Talker::nobody);
}

int GateDelay::inHops(double ms) const noexcept {
    return static_cast<int>(std::lround(ms / hopMs_));
}

// The newest decision also applies to
//   - undecided speech and pauses too short for a change of talker, back to where this speech began;
//   - the last changeMs of speech attributed to the previous talker, if the talker changed without a pause.
void GateDelay::setTalker(Talker now) noexcept {
    talker(0) = now;
    if (now != Talker::enrolled && now != Talker::other) return;
    const bool changed =
        hops_ > 0 && talker(1) != now && (talker(1) == Talker::enrolled || talker(1) == Talker::other);
    const int change = changed ? inHops(changeMs) : 0, longPause = inHops(1000.0 * newTalkerPause);
    int pause = 0;
    for (int ago = 1; ago <= hops_ && pause < longPause; ++ago) {
        Talker& then = talker(ago);
        if (then == Talker::nobody) {
            ++pause;
            continue;
        }
        pause = 0;
        if (then != Talker::undecided && ago > change) return;
        then = now;
    }
}

// When opening, it looks slightly further ahead than the audio that leaves, so that it is open when the first
// syllable begins.
float GateDelay::gain(const GateSettings& settings) noexcept {
    const Talker now = talker(hops_), soon = talker(hops_ - std::min(inHops(earlyMs), hops_));
    const bool opens = soon == Talker::enrolled || (soon == Talker::undecided && now == Talker::nobody);
    return gate_.process(opens ? soon : now, settings, static_cast<float>(hopMs_));
}

void GateDelay::delay(int channel, float* samples) noexcept {
    float* ring = samples_[static_cast<size_t>(channel)].data();
    const int oldest = (at_ + 1) % (hops_ + 1);
    std::copy(samples, samples + hop_, ring + at_ * hop_);
    std::copy(ring + oldest * hop_, ring + (oldest + 1) * hop_, samples);
}

} // namespace solus
