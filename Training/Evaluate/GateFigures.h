// Measures the voice gate on a conversation: what is lost, what leaks, how late it decides.
#pragma once

#include "Evaluate/Conversations.h"

#include <span>

namespace solus::train {

/// Sums over conversations. A frame (20 ms) counts if its talker is loud, at most 20 dB below their own active level, and
/// is gated if it is at least 10 dB below the same run without the gate.
struct GateFigures {
    long enrolledFrames = 0, lost = 0; ///< the enrolled talker's
    long otherFrames = 0, leaked = 0;  ///< the other talker's
    long settledFrames = 0, settledLeak = 0, settledEnrolled = 0, settledLost = 0;
    ///< of those, with more than 0.6 s of speech since the last pause of 0.3 s: enough for a decision
    long onsets = 0,
         onsetsLost = 0; ///< turns of the enrolled talker; those that lost half of their first 100 ms
    /// From the start of the other talker's turn until it is gated (only turns that were gated).
    std::vector<double> decisionSeconds;
    long turnsNeverGated = 0;

    void add(const GateFigures&);
    double lostShare() const { return share(lost, enrolledFrames); }
    double leakedShare() const { return share(leaked, otherFrames); }
    double settledLeakShare() const { return share(settledLeak, settledFrames); }
    double settledLostShare() const { return share(settledLost, settledEnrolled); }
    double onsetsLostShare() const { return share(onsetsLost, onsets); }
    double medianDecision() const; ///< seconds; NaN without any

    static double share(long part, long all) {
        return all > 0 ? static_cast<double>(part) / static_cast<double>(all) : 0.0;
    }
};

/// `open` and `gated`: the engine's output without and with the gate, aligned with the conversation.
GateFigures gateFigures(const Conversation&, std::span<const float> open, std::span<const float> gated);

} // namespace solus::train
