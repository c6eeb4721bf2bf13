// What the two versions of the convolution over rows have in common: of floats, and of tiles of bfloat16.
#pragma once

#include "Core/SmallProducts.h"

#include <algorithm>

namespace solus::train {

struct ConvSizes {
    std::int64_t frames, positions, first, more; ///< the last two: channels of x and of `more`
    std::int64_t outputs, kernel, stride, padding;
    std::int64_t repeat = 1; ///< positions per row of x
    bool relu = false;

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
    float* y;                   ///< backward: only read, and only with a ReLU
};

struct ConvSlopes {
    const float* up;
    float *x, *more;      ///< may be null
    float *weight, *bias; ///< [window, width], [width]
};

/// A row of a frame's outputs, of its products.
SOLUS_INLINE void finishRow(const ConvSizes& s, const float* products, float* y) {
    for (std::int64_t o = 0; o < s.outputs; ++o) y[o] = s.relu ? std::max(products[o], 0.0f) : products[o];
}

/// The slopes of the products of frame f: those of its outputs, but 0 where the ReLU gave 0; may be in `buffer`.
SOLUS_INLINE const float* slopesOf(const ConvArrays& a, const ConvSlopes& d, const ConvSizes& s,
                                   std::int64_t f, float* buffer) {
    const auto size = s.places() * s.outputs;
    const float* up = d.up + f * size;
    if (!s.relu) return up;
    const float* y = a.y + f * size;
    for (std::int64_t n = 0; n < size; ++n) buffer[n] = y[n] > 0.0f ? up[n] : 0.0f;
    return buffer;
}

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
        const bool added = p % s.repeat != 0;
        for (std::int64_t c = 0; d.x && c < s.first; ++c) {
            float& x = d.x[row / s.repeat * s.first + c];
            x = added ? x + from[c] : from[c];
        }
        if (d.more) std::copy_n(from + s.first, s.more, d.more + row * s.more);
    }
}

// In tiles, where tilesWork().
void convForwardTiles(const ConvArrays&, const ConvSizes&);
void convBackwardTiles(const ConvArrays&, const ConvSlopes&, const ConvSizes&);

} // namespace solus::train
