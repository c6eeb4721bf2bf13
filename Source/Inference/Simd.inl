// A register of floats for the kernels: GCC/Clang vector types, and the few operations that need intrinsics.
// Included by KernelsImpl.inl only; everything has internal linkage, because it is compiled under different
// flags.
#if defined(__AVX2__) && defined(__FMA__) && defined(__F16C__)
#include <immintrin.h>
#define SOLUS_AVX2 1
#elif defined(__aarch64__)
#include <arm_neon.h>
#define SOLUS_NEON 1
#endif

namespace solus {
namespace {

#if SOLUS_AVX2
constexpr int width = 8;
#else
constexpr int width = 4;
#endif
#if SOLUS_NEON
constexpr int registerCount = 32;
#else
constexpr int registerCount = 16;
#endif

constexpr int vectorBytes = 4 * width;
typedef float Vec __attribute__((vector_size(vectorBytes)));
typedef int IntVec __attribute__((vector_size(vectorBytes)));
typedef float UnalignedVec __attribute__((vector_size(vectorBytes), aligned(4), may_alias));

inline Vec load(const float* p) noexcept {
    return *reinterpret_cast<const UnalignedVec*>(p);
}
inline void store(float* p, Vec v) noexcept {
    *reinterpret_cast<UnalignedVec*>(p) = v;
}

#if SOLUS_AVX2

inline Vec splat(float a) noexcept {
    return _mm256_set1_ps(a);
}
inline Vec multiplyAdd(Vec a, Vec b, Vec c) noexcept {
    return _mm256_fmadd_ps(a, b, c);
}
inline Vec load(const unsigned short* p) noexcept {
    return _mm256_cvtph_ps(_mm_loadu_si128(reinterpret_cast<const __m128i*>(p)));
}
inline Vec load(const signed char* p) noexcept {
    return _mm256_cvtepi32_ps(_mm256_cvtepi8_epi32(_mm_loadl_epi64(reinterpret_cast<const __m128i*>(p))));
}

#elif SOLUS_NEON

inline Vec splat(float a) noexcept {
    return vdupq_n_f32(a);
}
inline Vec multiplyAdd(Vec a, Vec b, Vec c) noexcept {
    return vfmaq_f32(c, a, b);
}
inline Vec load(const unsigned short* p) noexcept {
    return vcvt_f32_f16(vreinterpret_f16_u16(vld1_u16(p)));
}
inline Vec load(const signed char* p) noexcept {
    int four;
    __builtin_memcpy(&four, p, 4);
    return vcvtq_f32_s32(vmovl_s16(vget_low_s16(vmovl_s8(vreinterpret_s8_s32(vdup_n_s32(four))))));
}

#else

inline Vec splat(float a) noexcept {
    return Vec{a, a, a, a};
}
inline Vec multiplyAdd(Vec a, Vec b, Vec c) noexcept {
    return a * b + c;
}

/// Halves to floats with integer arithmetic: shift the exponent's bias by 112, and build a subnormal m 2^-24
/// as (2^-14 + m 2^-24) - 2^-14, which never touches a float denormal and so works with denormals switched
/// off. Weights are finite, so infinities and NaN need no care.
inline Vec load(const unsigned short* p) noexcept {
    const IntVec h{p[0], p[1], p[2], p[3]};
    const IntVec magnitude = (h & 0x7FFF) << 13, sign = (h & 0x8000) << 16;
    const IntVec subnormal = magnitude < (1 << 23); // all ones where true
    const Vec shift = (Vec)(subnormal & (113 << 23));
    const Vec value = (Vec)(magnitude + (112 << 23) + (subnormal & (1 << 23))) - shift;
    return (Vec)((IntVec)value | sign);
}
inline Vec load(const signed char* p) noexcept {
    return __builtin_convertvector((IntVec{p[0], p[1], p[2], p[3]}), Vec);
}

#endif

inline Vec select(IntVec mask, Vec yes, Vec no) noexcept {
    return (Vec)((mask & (IntVec)yes) | (~mask & (IntVec)no));
}

/// exp(x) = 2^n exp(r) with n = round(x / ln 2) and |r| <= ln 2 / 2; polynomial from Cephes' expf.
/// x is clamped to -87 ... 88, where the result is a normal number. NaN stays NaN.
inline Vec exponential(Vec x) noexcept {
    const Vec low = splat(-87.0f), high = splat(88.0f);
    x = select(x < low, low, select(x > high, high, x));
    const Vec magic = splat(12582912.0f); // 1.5 * 2^23: adding it rounds to a whole number in the low bits
    const Vec shifted = x * splat(1.44269504f) + magic;
    const Vec n = shifted - magic;
    Vec r = multiplyAdd(n, splat(-0.693359375f), x);
    r = multiplyAdd(n, splat(2.12194440e-4f), r);
    Vec p = splat(1.9875691500e-4f);
    p = multiplyAdd(p, r, splat(1.3981999507e-3f));
    p = multiplyAdd(p, r, splat(8.3334519073e-3f));
    p = multiplyAdd(p, r, splat(4.1665795894e-2f));
    p = multiplyAdd(p, r, splat(1.6666665459e-1f));
    p = multiplyAdd(p, r, splat(5.0000001201e-1f));
    p = multiplyAdd(p, r * r, r + splat(1.0f));
    const IntVec scale = ((IntVec)shifted << 23) + (127 << 23); // the low bits of `shifted` are n
    return p * (Vec)scale;
}

inline Vec sigmoid(Vec x) noexcept {
    return splat(1.0f) / (splat(1.0f) + exponential(-x));
}

/// |x| < 0.625: odd polynomial from Cephes' tanhf, which keeps the relative error small near 0;
/// beyond: tanh |x| = 1 - 2 / (exp(2 |x|) + 1) with the sign of x.
inline Vec hyperbolicTangent(Vec x) noexcept {
    const IntVec signBit = (IntVec)x & static_cast<int>(0x80000000u);
    const Vec magnitude = (Vec)((IntVec)x ^ signBit);
    const Vec s = x * x;
    Vec p = splat(-5.70498872745e-3f);
    p = multiplyAdd(p, s, splat(2.06390887954e-2f));
    p = multiplyAdd(p, s, splat(-5.37397155531e-2f));
    p = multiplyAdd(p, s, splat(1.33314422036e-1f));
    p = multiplyAdd(p, s, splat(-3.33332819422e-1f));
    const Vec small = multiplyAdd(p * s, x, x);
    const Vec large = splat(1.0f) - splat(2.0f) / (exponential(magnitude + magnitude) + splat(1.0f));
    return select(magnitude < splat(0.625f), small, (Vec)((IntVec)large | signBit));
}

} // namespace
} // namespace solus
