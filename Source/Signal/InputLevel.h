// A slow gain that brings the input to the levels that the network was trained at.
#pragma once

#include "Signal/StftSpec.h"

namespace solus {

/// Levels outside low ... high are brought to the nearer end; low = high brings all of it near that level.
struct LevelSpec {
    double lowDb = -32.0, highDb = -12.0; ///< dBFS, mean square of a frame
    double seconds = 1.0; ///< time constant where the level falls; where it rises, a tenth of it

    bool operator==(const LevelSpec&) const = default;
};

/// With p_t the mean square of frame t as its window sees it, from |X|^2, and n the frames in `seconds`:
///   E_t = E_(t-1) + (p_t - E_(t-1)) / min(t, n)         n / 10 where p_t > E_(t-1)
///   E > high:   gain = high / E
///   otherwise:  gain moves towards w = max(1, low / E), 2 dB a second up or 12 dB down, and stays within 6 dB of it,
///               but not below 1
/// so that the gain hardly moves while a quiet talker pauses. After quiet, with E below -50 dBFS, a frame 10 dB above E
/// starts afresh, with t = 1; in the first tenth of `seconds` after a start the gain is w. Frames below -110 dBFS do not
/// count. A gain that falls by 10 dB within 0.4 s is a beginning: what came before was amplified so much more that
/// states should be reset.
class InputLevel {
public:
    /// Throws Error on a bad spec.
    InputLevel(const LevelSpec&, const StftSpec&, double sampleRate);

    void reset() noexcept;
    /// `power`: bins values |X|^2. The factor for powers. Real-time safe.
    float gain(const float* power) noexcept;
    /// Whether the last frame was a beginning.
    bool began() const noexcept { return began_; }

private:
    float follow(const float* power) noexcept;

    int bins_;
    float low_, high_, perFrame_;      ///< perFrame_: 1 / (bins sum w^2)
    float rise_, fall_;                ///< of the gain, factors a frame
    float gain_ = 1.0f, heard_ = 1.0f; ///< heard_: the gain of late, at its highest
    bool began_ = false;
    double energy_ = 0.0, count_ = 0.0, falling_, rising_; ///< frames
};

} // namespace solus
