// The gate's look-ahead: delays the audio while the gate decides who is talking.
#pragma once

#include "Verify/Gate.h"

#include <vector>

namespace solus {

/// Keeps the last hops of audio and the talker of each. A decision applies from the start of the speech that it is
/// based on, so with enough look-ahead it covers even the first syllable.
class GateDelay {
public:
    /// `lookAheadMs` is rounded up to whole hops; 0 means no delay. Allocates.
    GateDelay(int channels, int hop, double sampleRate, double lookAheadMs);

    int latency() const noexcept { return hops_ * hop_; } ///< samples
    void reset() noexcept;
    /// Forgets the talkers and the gate's state; the audio stays. Real-time safe.
    void forgetTalkers() noexcept;

    /// The talker of the newest hop. Real-time safe; at most the look-ahead's hops of work.
    void setTalker(Talker) noexcept;
    /// Linear gain for the hop that leaves the delay now. Real-time safe.
    float gain(const GateSettings&) noexcept;
    /// Takes one hop of one channel and returns the hop of latency() ago, in place. Call advance() after the last
    /// channel.
    void delay(int channel, float* samples) noexcept;
    void advance() noexcept { at_ = (at_ + 1) % (hops_ + 1); }

    static constexpr double changeMs = 500.0; ///< delay to notice a change of talker without a pause
    static constexpr double earlyMs =
        40.0; ///< the gate opens this long before the audio: its ramp, and a soft onset

private:
    Talker& talker(int hopsAgo) noexcept { return talkers_[(at_ + hops_ + 1 - hopsAgo) % (hops_ + 1)]; }
    int inHops(double ms) const noexcept;

    int hop_, hops_;
    double hopMs_;
    int at_ = 0; ///< slot of the newest hop
    Gate gate_;
    std::vector<Talker> talkers_;             ///< ring of hops_ + 1
    std::vector<std::vector<float>> samples_; ///< channels x ring of (hops_ + 1) * hop_
};

} // namespace solus
