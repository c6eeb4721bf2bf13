// Flushes denormal numbers to zero while this guard exists: they can make arithmetic a hundred times slower.
#pragma once

#include <cstdint>
#if defined(__SSE2__) || defined(_M_X64)
#include <immintrin.h>
#endif

namespace solus {

class NoDenormals {
public:
#if defined(__SSE2__) || defined(_M_X64)
    NoDenormals() noexcept : saved_(_mm_getcsr()) {
        _mm_setcsr(saved_ | 0x8040u);
    } // FTZ | DAZ
    ~NoDenormals() {
        _mm_setcsr(saved_);
    }

private:
    unsigned saved_;
#elif defined(__aarch64__)
    NoDenormals() noexcept {
        asm volatile("mrs %0, fpcr" : "=r"(saved_));
        asm volatile("msr fpcr, %0" ::"r"(saved_ | (std::uint64_t{1} << 24))); // FZ
    }
    ~NoDenormals() {
        asm volatile("msr fpcr, %0" ::"r"(saved_));
    }

private:
    std::uint64_t saved_ = 0;
#endif
public:
    NoDenormals(const NoDenormals&) = delete;
    NoDenormals& operator=(const NoDenormals&) = delete;
};

} // namespace solus
