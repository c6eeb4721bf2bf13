// What the two versions of the GRU over rows have in common: of floats, and of tiles of bfloat16.
#pragma once

#include "Core/GruRows.h"
#include "Core/SmallProducts.h"

namespace solus::train {

struct GruArrays {
    const float *x, *inputWeight,
        *hiddenWeight; ///< weights forward [I, 3n] and [n, 3n], backward [3n, I] and [3n, n]
    const float *inputBias, *hiddenBias;
    float *gates, *hidden, *candidate; ///< of each row: r z c, h_t, g_c
    std::int64_t inputs;
};

struct GruSlopes {
    const float* up;                   ///< dh_t
    float* x;                          ///< may be null
    float *inputWeight, *hiddenWeight; ///< [I, 3n] and [n, 3n]
    float *inputBias, *hiddenBias;
};

/// Sixteen units from the one at v of one sequence, whose h_{t-1} is replaced by h_t. `input`: W_i x + b_i, and gr, gz, gc:
/// W_h h_{t-1} + b_h.
template <int units>
SOLUS_INLINE void gatesOf(const GruArrays& a, std::int64_t row, int v, const float* input, Vec16 gr, Vec16 gz,
                          Vec16 gc, float* state) {
    float* gate = a.gates + row * 3 * units + v;
    const Vec16 r = sigmoid16(load16(input + v) + gr), z = sigmoid16(load16(input + units + v) + gz),
                c = tanh16(load16(input + 2 * units + v) + r * gc), h = c + z * (load16(state + v) - c);
    store16(gate, r);
    store16(gate + units, z);
    store16(gate + 2 * units, c);
    store16(a.candidate + row * units + v, gc);
    store16(a.hidden + row * units + v, h);
    store16(state + v, h);
}

/// One sequence: `slope` is dh_t from the step after, replaced by dh_t z; di and dg are [3n].
template <int units>
SOLUS_INLINE void gateSlopesOf(const GruArrays& a, const float* up, std::int64_t row, const float* before,
                               float* slope, float* di, float* dg) {
    for (int v = 0; v < units; v += 16) {
        const std::int64_t at = row * units + v;
        const float* gate = a.gates + row * 3 * units + v;
        const Vec16 e = load16(slope + v) + load16(up + at), r = load16(gate), z = load16(gate + units),
                    c = load16(gate + 2 * units);
        const Vec16 dc = e * (1.0f - z) * (1.0f - c * c), dr = dc * load16(a.candidate + at) * r * (1.0f - r),
                    dz = e * (load16(before + v) - c) * z * (1.0f - z);
        const Vec16 slopes[] = {dr, dz, dc};
        for (int part = 0; part < 3; ++part) {
            store16(di + part * units + v, slopes[part]);
            store16(dg + part * units + v, part == 2 ? dc * r : slopes[part]);
        }
        store16(slope + v, e * z);
    }
}

// In tiles, where tilesWork().
void gruForwardTiles(const GruArrays&, const SequenceRows&, std::int64_t units);
void gruBackwardTiles(const GruArrays&, const GruSlopes&, const SequenceRows&, std::int64_t units);

} // namespace solus::train
