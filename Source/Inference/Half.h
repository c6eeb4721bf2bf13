// Conversion between float and IEEE half precision (binary16), exact and round-to-nearest-even.
#pragma once

#include <bit>
#include <cstdint>

namespace solus {

/// Exact for every half, subnormals, infinities and NaN included.
inline float halfToFloat(uint16_t half) {
    const uint32_t sign = uint32_t{half} << 16 & 0x80000000u;
    const uint32_t exponent = half >> 10 & 31u, mantissa = half & 1023u;
    if (exponent == 31) return std::bit_cast<float>(sign | 0x7F800000u | mantissa << 13);
    if (exponent != 0) return std::bit_cast<float>(sign | (exponent + 112) << 23 | mantissa << 13);
    const float magnitude = static_cast<float>(mantissa) * 0x1p-24f;
    return sign != 0 ? -magnitude : magnitude;
}

/// Rounds to nearest, ties to even; what is too large becomes infinity.
inline uint16_t floatToHalf(float value) {
    const uint32_t bits = std::bit_cast<uint32_t>(value);
    const uint32_t sign = bits >> 16 & 0x8000u, magnitude = bits & 0x7FFFFFFFu;
    if (magnitude > 0x7F800000u) return static_cast<uint16_t>(sign | 0x7E00u);  // NaN
    if (magnitude >= 0x47800000u) return static_cast<uint16_t>(sign | 0x7C00u); // 65536 and above
    if (magnitude < 0x33000000u) return static_cast<uint16_t>(sign);            // below 2^-25
    // Shift the 24-bit significand right until its last bit is worth one half ulp-step, then round what falls
    // off. A carry out of the mantissa raises the exponent by one, which is the right answer (up to
    // infinity).
    const uint32_t exponent = magnitude >> 23;
    const uint32_t significand = (magnitude & 0x7FFFFFu) | 0x800000u;
    const uint32_t shift = exponent < 113 ? 126 - exponent : 13;
    const uint32_t base = exponent < 113 ? 0 : (exponent - 113) << 10;
    const uint32_t kept = significand >> shift, fallen = significand & ((1u << shift) - 1),
                   tie = 1u << (shift - 1);
    const uint32_t up = fallen > tie || (fallen == tie && (kept & 1u)) ? 1 : 0;
    return static_cast<uint16_t>(sign | (base + kept + up));
}

} // namespace solus
