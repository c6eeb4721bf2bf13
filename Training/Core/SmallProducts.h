// Products of tall, thin matrices with small ones: those of layers whose weights are shared by all frequencies. BLAS copies
// both factors into blocks first, which takes it about as long as the product. To be inlined into functions that are compiled
// for each processor (EachProcessor.h). Matrices are row by row; a stride is the distance of two rows.
#pragma once

#include "Core/Vec16.h"

namespace solus::train {

template <int V, int S>
SOLUS_INLINE void rowsTimesTile(const float* a, std::int64_t aStride, std::int64_t inner, const float* w,
                                std::int64_t wStride, const float* bias, float* out, std::int64_t outStride) {
    Vec16 sum[S][V];
    for (int s = 0; s < S; ++s)
        for (int v = 0; v < V; ++v) sum[s][v] = bias ? load16(bias + 16 * v) : Vec16{};
    for (std::int64_t k = 0; k < inner; ++k)
        for (int v = 0; v < V; ++v) {
            const Vec16 factor = load16(w + k * wStride + 16 * v);
            for (int s = 0; s < S; ++s) sum[s][v] += factor * a[s * aStride + k];
        }
    for (int s = 0; s < S; ++s)
        for (int v = 0; v < V; ++v) store16(out + s * outStride + 16 * v, sum[s][v]);
}

template <int V>
SOLUS_INLINE void rowsTimesColumns(const float* a, std::int64_t aStride, std::int64_t rows,
                                   std::int64_t inner, const float* w, std::int64_t wStride,
                                   const float* bias, float* out, std::int64_t outStride) {
    constexpr int S = V == 1 ? 12 : 8; // as many as the registers hold
    std::int64_t r = 0;
    for (; r + S <= rows; r += S)
        rowsTimesTile<V, S>(a + r * aStride, aStride, inner, w, wStride, bias, out + r * outStride,
                            outStride);
    for (; r < rows; ++r)
        rowsTimesTile<V, 1>(a + r * aStride, aStride, inner, w, wStride, bias, out + r * outStride,
                            outStride);
}

/// out = bias + A W: A is [rows, inner], W and out have `columns` columns, a multiple of 16. Without bias: nullptr.
SOLUS_INLINE void rowsTimes(const float* a, std::int64_t aStride, std::int64_t rows, std::int64_t inner,
                            const float* w, std::int64_t columns, const float* bias, float* out,
                            std::int64_t outStride) {
    std::int64_t c = 0;
    const auto at = [&](const float* p) { return p ? p + c : p; };
    for (; c + 48 <= columns; c += 48)
        rowsTimesColumns<3>(a, aStride, rows, inner, w + c, columns, at(bias), out + c, outStride);
    if (columns - c == 32)
        rowsTimesColumns<2>(a, aStride, rows, inner, w + c, columns, at(bias), out + c, outStride);
    if (columns - c == 16)
        rowsTimesColumns<1>(a, aStride, rows, inner, w + c, columns, at(bias), out + c, outStride);
}

template <int V, int S>
SOLUS_INLINE void addOuterTile(const float* a, std::int64_t aStride, const float* b, std::int64_t bStride,
                               std::int64_t rows, float* c, std::int64_t cStride) {
    Vec16 sum[S][V];
    for (int s = 0; s < S; ++s)
        for (int v = 0; v < V; ++v) sum[s][v] = load16(c + s * cStride + 16 * v);
    for (std::int64_t r = 0; r < rows; ++r)
        for (int v = 0; v < V; ++v) {
            const Vec16 factor = load16(b + r * bStride + 16 * v);
            for (int s = 0; s < S; ++s) sum[s][v] += factor * a[r * aStride + s];
        }
    for (int s = 0; s < S; ++s)
        for (int v = 0; v < V; ++v) store16(c + s * cStride + 16 * v, sum[s][v]);
}

template <int V>
SOLUS_INLINE void addOuterColumns(const float* a, std::int64_t aStride, std::int64_t m, const float* b,
                                  std::int64_t bStride, std::int64_t rows, float* c, std::int64_t cStride) {
    std::int64_t i = 0;
    for (; i + 8 <= m; i += 8) addOuterTile<V, 8>(a + i, aStride, b, bStride, rows, c + i * cStride, cStride);
    for (; i < m; ++i) addOuterTile<V, 1>(a + i, aStride, b, bStride, rows, c + i * cStride, cStride);
}

/// C += A^T B: A is [rows, m], B [rows, columns], C [m, columns]; columns is a multiple of 16.
SOLUS_INLINE void addOuter(const float* a, std::int64_t aStride, std::int64_t m, const float* b,
                           std::int64_t bStride, std::int64_t columns, std::int64_t rows, float* c) {
    std::int64_t j = 0;
    for (; j + 48 <= columns; j += 48)
        addOuterColumns<3>(a, aStride, m, b + j, bStride, rows, c + j, columns);
    if (columns - j == 32) addOuterColumns<2>(a, aStride, m, b + j, bStride, rows, c + j, columns);
    if (columns - j == 16) addOuterColumns<1>(a, aStride, m, b + j, bStride, rows, c + j, columns);
}

/// sums += the sum of the rows of B.
SOLUS_INLINE void addRows(const float* b, std::int64_t bStride, std::int64_t columns, std::int64_t rows,
                          float* sums) {
    for (std::int64_t j = 0; j < columns; j += 16) {
        Vec16 sum = load16(sums + j);
        for (std::int64_t r = 0; r < rows; ++r) sum += load16(b + r * bStride + j);
        store16(sums + j, sum);
    }
}

} // namespace solus::train
