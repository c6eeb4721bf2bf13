// A slow gain that brings the input to the levels on which the network was trained.
#pragma once

#include "Signal/StftSpec.h"

namespace solus {

/// Levels outside low ... high are brought to the nearer limit; low = high brings every level near that value.
struct LevelSpec {
    double lowDb = -32.0, highDb = -12.0; ///< dBFS, mean square of a frame
    double seconds = 1.0; ///< time constant of a falling level; a rising one has a tenth of it

    bool operator==(const LevelSpec&) const = default;
};

/// With p_t the mean square of frame t under its window, from |X|^2, and n the number of frames in `seconds`:
///   E_t = E_(t-1) + (p_t - E_(t-1)) / min(t, n)         n / 10 where p_t > E_(t-1)
///   E > high:   gain = high / E
///   otherwise:  gain moves towards w = max(1, low / E), at 2 dB per second up or 12 dB down;
///               it stays within 6 dB of w, and at least 1
/// so that the gain hardly moves while a quiet talker pauses. After quiet, with E below -50 dBFS, a frame 10 dB above
/// E restarts the estimate, with t = 1; in the first tenth of `seconds` after a start, the gain is w. Frames below
/// -110 dBFS are ignored. A gain that falls by 10 dB within 0.4 s marks a beginning: all earlier input was amplified
/// so much more that network states should be reset.
class InputLevel {
public:
    /// Throws Error on a bad spec.
    InputLevel(const LevelSpec&, const StftSpec&, double sampleRate, int every = 1);

    void reset() noexcept;
    /// `power`: |X|^2, one value per bin. Returns the factor for powers. Real-time safe.
    float gain(const float* power) noexcept;
    /// Whether the last frame was a beginning.
    bool restarted() const noexcept { return restarted_; }

private:
    float follow(const float* power) noexcept;

    int bins_;
    float low_, high_, perFrame_;      ///< perFrame_: 1 / (bins sum w^2)
    float rise_, fall_;                ///< of the gain, factors per frame
    float gain_ = 1.0f, heard_ = 1.0f; ///< heard_: the recent maximum of the gain
    bool restarted_ = false;
    double energy_ = 0.0, count_ = 0.0, falling_, rising_; ///< in frames
};

} // namespace solus
