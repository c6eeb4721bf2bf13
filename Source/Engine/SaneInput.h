// What the engine and the enrolment hear of a sample.
#pragma once

#include <algorithm>
#include <cmath>

namespace solus {

inline constexpr float inputLimit = 8.0f; ///< +18 dBFS: only broken input exceeds it

/// Any thread. NaN and infinity are silence.
inline float sane(float x) noexcept {
    return std::isfinite(x) ? std::clamp(x, -inputLimit, inputLimit) : 0.0f;
}

} // namespace solus
