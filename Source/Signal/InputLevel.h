// How loud the input is, slowly: a network hears every recording at the level that it learnt at.
#pragma once

#include "Signal/StftSpec.h"

namespace solus {

/// Levels outside low ... high are brought to the nearer end; low = high normalises everything.
struct LevelSpec {
    double lowDb = -38.0, highDb = -12.0; ///< dBFS, mean square of a frame
    double seconds = 1.0;                 ///< time constant where the level falls; where it rises, a tenth of it

    bool operator==(const LevelSpec&) const = default;
};

/// With p_t the mean square of frame t as its window sees it, from |X|^2, and n the frames in `seconds`:
///   E_t = E_(t-1) + (p_t - E_(t-1)) / min(t, n)         n / 10 where p_t > E_(t-1)
///   gain = clamp(E_t, low, high) / E_t
/// Frames below -110 dBFS do not count: what follows near-silence is heard as if it were the beginning. Between low
/// and high the gain is exactly 1.
class InputLevel {
public:
    /// Throws Error on a bad spec.
    InputLevel(const LevelSpec&, const StftSpec&, double sampleRate);

    void reset() noexcept;
    /// `power`: bins values |X|^2. The factor for powers. Real-time safe.
    float gain(const float* power) noexcept;

private:
    int bins_;
    float low_, high_, perFrame_; ///< perFrame_: 1 / (bins sum w^2)
    double energy_ = 0.0, count_ = 0.0, falling_, rising_; ///< frames
};

} // namespace solus
