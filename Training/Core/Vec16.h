// Sixteen floats at a time, for the hot loops of training: compiled for each processor (EachProcessor.h), in one AVX-512
// register or several smaller ones.
#pragma once

#include <cstdint>

#pragma GCC diagnostic ignored "-Wpsabi" // vectors pass between inlined functions only

#define SOLUS_INLINE inline __attribute__((always_inline))

namespace solus::train {

typedef float Vec16 __attribute__((vector_size(64), aligned(4), may_alias));
typedef std::int32_t Int16 __attribute__((vector_size(64), aligned(4), may_alias));

/// To a multiple of `to`.
constexpr std::int64_t roundedUp(std::int64_t n, std::int64_t to) {
    return (n + to - 1) / to * to;
}

SOLUS_INLINE Vec16 load16(const float* p) {
    return *reinterpret_cast<const Vec16*>(p);
}
SOLUS_INLINE void store16(float* p, Vec16 v) {
    *reinterpret_cast<Vec16*>(p) = v;
}

/// e^x by the polynomial of the engine (Inference/Simd.inl); x is limited to -87 ... 88. NaN stays NaN.
SOLUS_INLINE Vec16 exp16(Vec16 x) {
    constexpr float rounding = 12582912.0f; // 1.5 x 2^23: the sum's low bits are the nearest integer
    x = x < -87.0f ? Vec16{} - 87.0f : x;
    x = x > 88.0f ? Vec16{} + 88.0f : x;
    const Vec16 shifted = x * 1.44269504f + rounding;
    const Vec16 n = shifted - rounding;
    const Vec16 r = (x - n * 0.693359375f) + n * 2.12194440e-4f; // x - n ln 2
    Vec16 p = r * 1.9875691500e-4f + 1.3981999507e-3f;
    p = p * r + 8.3334519073e-3f;
    p = p * r + 4.1665795894e-2f;
    p = p * r + 1.6666665459e-1f;
    p = p * r + 5.0000001201e-1f;
    p = p * r * r + r + 1.0f;
    return p * reinterpret_cast<Vec16>((reinterpret_cast<Int16>(shifted) << 23) + (127 << 23)); // p 2^n
}
SOLUS_INLINE Vec16 sigmoid16(Vec16 x) {
    return 1.0f / (1.0f + exp16(-x));
}
SOLUS_INLINE Vec16 tanh16(Vec16 x) {
    return 1.0f - 2.0f / (1.0f + exp16(2.0f * x));
}

} // namespace solus::train
