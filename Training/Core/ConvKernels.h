// What the two versions of the convolution over rows have in common: of floats, and of tiles of bfloat16.
#pragma once

#include "Core/SmallProducts.h"

#include <algorithm>

namespace solus::train {

struct ConvSizes {
    std::int64_t frames, positions, first, more; ///< the last two: channels of x and of `more`
    std::int64_t outputs, kernel, stride, padding;

    std::int64_t channels() const { return first + more; }
    std::int64_t places() const { return (positions + 2 * padding - kernel) / stride + 1; } ///< of the output
    std::int64_t window() const { return kernel * channels(); }
    std::int64_t windowStride() const { return stride * channels(); }
    std::int64_t width() const { return roundedUp(outputs, 16); }
    std::int64_t paddedPositions() const { return positions + 2 * padding; }
    std::int64_t wideChannels() const { return roundedUp(channels(), 16); }
};

struct ConvArrays {
    const float *x, *more;
    const float *weight, *bias; ///< weight: [window, width] forward, [outputs, kernel wideChannels] backward
    float* y;
};

struct ConvSlopes {
    const float* up;
    float *x, *more;      ///< may be null
    float *weight, *bias; ///< [window, width], [width]
};

/// The slopes of all windows of a frame, summed where they overlap, then apart into those of its two inputs. In both a
/// position takes wideChannels.
SOLUS_INLINE void sumWindows(const float* windows, const ConvSizes& s, const ConvSlopes& d, std::int64_t f,
                             float* slope) {
    const auto wide = s.wideChannels(), whole = s.kernel * wide;
    std::fill_n(slope, s.paddedPositions() * wide, 0.0f);
    for (std::int64_t k = 0; k < s.kernel; ++k)
        for (std::int64_t q = 0; q < s.places(); ++q)
            for (std::int64_t c = 0; c < wide; c += 16) {
                float* to = slope + (q * s.stride + k) * wide + c;
                store16(to, load16(to) + load16(windows + q * whole + k * wide + c));
            }
    for (std::int64_t p = 0; p < s.positions; ++p) {
        const float* from = slope + (s.padding + p) * wide;
        const auto row = f * s.positions + p;
        if (d.x) std::copy_n(from, s.first, d.x + row * s.first);
        if (d.more) std::copy_n(from + s.first, s.more, d.more + row * s.more);
    }
}

// In tiles, where tilesWork().
void convForwardTiles(const ConvArrays&, const ConvSizes&);
void convBackwardTiles(const ConvArrays&, const ConvSlopes&, const ConvSizes&);

} // namespace solus::train
