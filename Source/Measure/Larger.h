// The largest of some differences, which must not hide what is no number.
#pragma once

#include <algorithm>
#include <cmath>

namespace solus {

/// The larger one; NaN and infinity, which std::max() would pass over, count as very large.
inline double larger(double soFar, double value) {
    return std::isfinite(value) ? std::max(soFar, value) : 1e9;
}

} // namespace solus
