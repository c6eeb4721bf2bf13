// The kernels for any processor of the target family: SSE2 on x86-64, NEON on arm64.
#include "Inference/KernelsImpl.inl"

namespace solus {

#if defined(__aarch64__)
constinit const Kernels baselineKernels = makeKernels("neon");
#else
constinit const Kernels baselineKernels = makeKernels("baseline");
#endif

} // namespace solus
