// The gate's look-ahead: sound waits while the gate finds out whose it is.
#pragma once

#include "Verify/Gate.h"

#include <vector>

namespace solus {

/// Keeps the last hops of sound and, beside each, who talked. A decision counts from the beginning of the
/// speech that it was made from, so with enough look-ahead the first syllable is decided before it is let
/// through.
class GateDelay {
public:
    /// `lookAheadMs` is rounded up to whole hops; 0 delays nothing. Allocates.
    GateDelay(int channels, int hop, double sampleRate, double lookAheadMs);

    int latency() const noexcept { return hops_ * hop_; } ///< samples
    void reset() noexcept;
    /// Forgets who talked, and the gate's own state; the sound stays. Real-time safe.
    void forgetTalkers() noexcept;

    /// Who talks in the newest hop. Real-time safe, at most the look-ahead's hops of work.
    void setTalker(Talker) noexcept;
    /// Linear gain for the hop that leaves now. Real-time safe.
    float gain(const GateSettings&) noexcept;
    /// One hop of one channel in, the hop of latency() ago out, in place. After the last channel call
    /// advance().
    void delay(int channel, float* samples) noexcept;
    void advance() noexcept { at_ = (at_ + 1) % (hops_ + 1); }

    static constexpr double pauseMs =
        400.0; ///< after this pause anybody may speak: no decision reaches back over it
    static constexpr double changeMs = 500.0; ///< a change of talker without a pause is noticed so much later
    static constexpr double earlyMs =
        40.0; ///< the gate opens so long before the sound: its ramp, and a soft onset

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
