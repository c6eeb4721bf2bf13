// Products of bfloat16 matrices in the tile registers of recent Intel processors (AMX). A tile holds 16 rows of 64 bytes.
// Factors have 8 bits of mantissa, sums are floats.
#pragma once

#include "Core/Vec16.h"

#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)
#define SOLUS_TILES 1
#define SOLUS_TILE_CODE                                                                                      \
    __attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,avx512bf16,avx2,fma"),                         \
                   optimize("O3", "fp-contract=fast")))
#include <immintrin.h>
#pragma GCC diagnostic ignored "-Wuninitialized" // GCC bug 105593: in the intrinsics themselves
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#endif

namespace solus::train {

/// Whether the processor has tiles and the system lets us use them. Asks once.
bool tilesWork();

#ifdef SOLUS_TILES

typedef std::uint16_t Half; ///< the upper half of a float

template <int tile>
SOLUS_INLINE void tileLoad(const void* from, std::int64_t strideBytes) {
    asm volatile("tileloadd (%0,%1,1), %%tmm%c2" : : "r"(from), "r"(strideBytes), "i"(tile) : "memory");
}
template <int tile>
SOLUS_INLINE void tileStore(void* to, std::int64_t strideBytes) {
    asm volatile("tilestored %%tmm%c2, (%0,%1,1)" : : "r"(to), "r"(strideBytes), "i"(tile) : "memory");
}
template <int tile>
SOLUS_INLINE void tileZero() {
    asm volatile("tilezero %%tmm%c0" : : "i"(tile));
}
/// sum[m][n] += sum over k of a[m][2k] b[k][2n] + a[m][2k + 1] b[k][2n + 1]
template <int sum, int a, int b>
SOLUS_INLINE void tileMultiply() {
    asm volatile("tdpbf16ps %%tmm%c2, %%tmm%c1, %%tmm%c0" : : "i"(sum), "i"(a), "i"(b));
}

/// All tiles at full size, in this thread, for the life of the object.
class TileRegisters {
public:
    TileRegisters() {
        alignas(64) std::uint8_t configuration[64] = {1};
        for (int tile = 0; tile < 8; ++tile) configuration[16 + 2 * tile] = 64, configuration[48 + tile] = 16;
        asm volatile("ldtilecfg %0" : : "m"(configuration));
    }
    ~TileRegisters() { asm volatile("tilerelease"); }
    TileRegisters(const TileRegisters&) = delete;
    TileRegisters& operator=(const TileRegisters&) = delete;
};

/// Rounds `count` floats.
SOLUS_TILE_CODE inline void toHalves(const float* from, std::int64_t count, Half* to) {
    std::int64_t i = 0;
    for (; i + 16 <= count; i += 16)
        _mm256_storeu_si256(reinterpret_cast<__m256i*>(to + i),
                            (__m256i)_mm512_cvtneps_pbh(_mm512_loadu_ps(from + i)));
    if (i == count) return;
    const auto rest = static_cast<__mmask16>((1u << (count - i)) - 1);
    _mm256_mask_storeu_epi16(to + i, rest,
                             (__m256i)_mm512_cvtneps_pbh(_mm512_maskz_loadu_ps(rest, from + i)));
}

/// Two rows side by side: a0 b0 a1 b1 ..., for `columns` of them, a multiple of 16.
SOLUS_TILE_CODE inline void interleave(const Half* a, const Half* b, std::int64_t columns, Half* to) {
    const __m512i order = _mm512_set_epi16(31, 15, 30, 14, 29, 13, 28, 12, 27, 11, 26, 10, 25, 9, 24, 8, 23,
                                           7, 22, 6, 21, 5, 20, 4, 19, 3, 18, 2, 17, 1, 16, 0);
    for (std::int64_t i = 0; i < columns; i += 16) {
        const auto low = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(a + i)),
                   high = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(b + i));
        _mm512_storeu_si512(to + 2 * i, _mm512_permutexvar_epi16(
                                            order, _mm512_inserti64x4(_mm512_castsi256_si512(low), high, 1)));
    }
}

/// 16 x 16 pairs of halves, rows and columns exchanged; `stride` in halves. The result is a tile.
SOLUS_TILE_CODE inline void transposePairs(const Half* from, std::int64_t stride, Half* to) {
    __m512i a[16], b[16];
    for (int i = 0; i < 16; ++i) a[i] = _mm512_loadu_si512(from + i * stride);
    for (int i = 0; i < 16; i += 2) {
        b[i] = _mm512_unpacklo_epi32(a[i], a[i + 1]);
        b[i + 1] = _mm512_unpackhi_epi32(a[i], a[i + 1]);
    }
    for (int i = 0; i < 16; i += 4)
        for (int j = 0; j < 2; ++j) {
            a[i + 2 * j] = _mm512_unpacklo_epi64(b[i + j], b[i + j + 2]);
            a[i + 2 * j + 1] = _mm512_unpackhi_epi64(b[i + j], b[i + j + 2]);
        } // a[4 q + c], lane l: column 4 l + c of rows 4 q ... 4 q + 3
    for (int c = 0; c < 4; ++c) {
        const __m512i low01 = _mm512_shuffle_i32x4(a[c], a[4 + c], 0x44),
                      high01 = _mm512_shuffle_i32x4(a[c], a[4 + c], 0xEE),
                      low23 = _mm512_shuffle_i32x4(a[8 + c], a[12 + c], 0x44),
                      high23 = _mm512_shuffle_i32x4(a[8 + c], a[12 + c], 0xEE);
        _mm512_storeu_si512(to + c * 32, _mm512_shuffle_i32x4(low01, low23, 0x88));
        _mm512_storeu_si512(to + (4 + c) * 32, _mm512_shuffle_i32x4(low01, low23, 0xDD));
        _mm512_storeu_si512(to + (8 + c) * 32, _mm512_shuffle_i32x4(high01, high23, 0x88));
        _mm512_storeu_si512(to + (12 + c) * 32, _mm512_shuffle_i32x4(high01, high23, 0xDD));
    }
}

/// The size in halves of packTiles()' result.
constexpr std::int64_t tilesSize(std::int64_t rows, std::int64_t columns) {
    return roundedUp(rows, 32) * roundedUp(columns, 16);
}
/// The second factor of tileRowsTimes(), W [rows, columns]: for each 16 columns, its tiles from top to bottom.
inline void packTiles(const float* w, std::int64_t rows, std::int64_t columns, Half* to) {
    const auto half = [](float x) { // to nearest, ties to even
        std::uint32_t bits;
        __builtin_memcpy(&bits, &x, 4);
        return static_cast<Half>((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16);
    };
    for (std::int64_t c0 = 0; c0 < columns; c0 += 16)
        for (std::int64_t r = 0; r < roundedUp(rows, 32); r += 2)
            for (std::int64_t c = c0; c < c0 + 16; ++c)
                for (std::int64_t k = r; k < r + 2; ++k)
                    *to++ = k < rows && c < columns ? half(w[k * columns + c]) : Half{0};
}

template <int count>
SOLUS_INLINE void tileRowTimes(const Half* a, std::int64_t aStride, std::int64_t steps, const Half* w,
                               const float* bias, float* out, std::int64_t outStride) {
    const auto begin = [&]<int t>() {
        if constexpr (t < count) bias ? tileLoad<t>(bias + 16 * t, 0) : tileZero<t>();
    };
    begin.template operator()<0>(), begin.template operator()<1>(), begin.template operator()<2>(),
        begin.template operator()<3>();
    for (std::int64_t k = 0; k < steps; ++k) {
        tileLoad<4>(a + 32 * k, 2 * aStride);
        const auto add = [&]<int t>() {
            if constexpr (t < count) {
                tileLoad<5 + t % 3>(w + (t * steps + k) * 512, 64);
                tileMultiply<t, 4, 5 + t % 3>();
            }
        };
        add.template operator()<0>(), add.template operator()<1>(), add.template operator()<2>(),
            add.template operator()<3>();
    }
    const auto end = [&]<int t>() {
        if constexpr (t < count) tileStore<t>(out + 16 * t, 4 * outStride);
    };
    end.template operator()<0>(), end.template operator()<1>(), end.template operator()<2>(),
        end.template operator()<3>();
}

/// out = bias + A W for `rows` rows, a multiple of 16; `inner` and `columns` are those of W, rounded up to 32 and 16: what
/// is beyond them in A must be finite.
inline void tileRowsTimes(const Half* a, std::int64_t aStride, std::int64_t rows, std::int64_t inner,
                          const Half* w, std::int64_t columns, const float* bias, float* out,
                          std::int64_t outStride) {
    const auto steps = inner / 32;
    for (std::int64_t r = 0; r < rows; r += 16, a += 16 * aStride, out += 16 * outStride)
        for (std::int64_t c = 0; c < columns;) {
            const Half* part = w + c * inner;
            const float* b = bias ? bias + c : nullptr;
            if (columns - c >= 64)
                tileRowTimes<4>(a, aStride, steps, part, b, out + c, outStride), c += 64;
            else if (columns - c >= 48)
                tileRowTimes<3>(a, aStride, steps, part, b, out + c, outStride), c += 48;
            else if (columns - c >= 32)
                tileRowTimes<2>(a, aStride, steps, part, b, out + c, outStride), c += 32;
            else
                tileRowTimes<1>(a, aStride, steps, part, b, out + c, outStride), c += 16;
        }
}

/// C += A^T B: A as tiles [m / 16][rows / 32][16][32] (transposePairs), B as interleaved pairs of rows, `columns` pairs each;
/// m and columns are multiples of 16, rows of 32.
inline void tileAddOuter(const Half* a, std::int64_t m, const Half* b, std::int64_t columns,
                         std::int64_t rows, float* c) {
    const auto steps = rows / 32;
    for (std::int64_t i = 0; i < m / 16; ++i)
        for (std::int64_t j = 0; j < columns; j += 16) {
            float* to = c + 16 * i * columns + j;
            tileLoad<0>(to, 4 * columns);
            for (std::int64_t k = 0; k < steps; ++k) {
                tileLoad<4>(a + (i * steps + k) * 512, 64);
                tileLoad<5>(b + (16 * k * columns + j) * 2, 4 * columns);
                tileMultiply<0, 4, 5>();
            }
            tileStore<0>(to, 4 * columns);
        }
}

#endif

} // namespace solus::train
