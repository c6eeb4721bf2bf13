// The kernels for x86 with AVX2, FMA and F16C; CMake sets the flags for this file only.
#include "Inference/KernelsVariants.h"

#if defined(__AVX2__) && defined(__FMA__) && defined(__F16C__)
#include "Inference/KernelsImpl.inl"

namespace solus {

const Kernels* avx2Kernels() noexcept {
    static constexpr Kernels kernels = makeKernels("avx2");
    return &kernels;
}

} // namespace solus
#else
namespace solus {

const Kernels* avx2Kernels() noexcept {
    return nullptr;
}

} // namespace solus
#endif
