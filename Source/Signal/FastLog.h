// A logarithm that the compiler can vectorise, with code and constants that fit into a few cache lines.
#pragma once

#include <bit>

namespace solus {

/// log10(x) for positive normal numbers, with error below 2e-7 relative (and absolute near x = 1): x = 2^e m with m
/// in sqrt(1/2) ... sqrt(2), and the polynomial of Cephes' logf in f = m - 1. For other x the result is finite but
/// meaningless.
inline float fastLog10(float x) noexcept {
    const int bits = std::bit_cast<int>(x), exponent = (bits - 0x3f3504f3) >> 23;
    const float e = static_cast<float>(exponent);
    const float f = std::bit_cast<float>(bits - exponent * (1 << 23)) - 1.0f, f2 = f * f;
    float p = 7.0376836292e-2f;
    p = p * f - 1.1514610310e-1f;
    p = p * f + 1.1676998740e-1f;
    p = p * f - 1.2420140846e-1f;
    p = p * f + 1.4249322787e-1f;
    p = p * f - 1.6668057665e-1f;
    p = p * f + 2.0000714765e-1f;
    p = p * f - 2.4999993993e-1f;
    p = p * f + 3.3333331174e-1f;
    // ln m = f - f^2 / 2 + p f^3
    return 0.30103000f * e + 0.43429448f * (f - 0.5f * f2 + p * f * f2);
}

} // namespace solus
