// The interface between the files that compile the kernels and the one that selects them. No inline code here: this
// file is included under instruction-set flags, and an inline function compiled there could end up in code that runs
// on every processor.
#pragma once

namespace solus {

struct Kernels;

extern const Kernels baselineKernels;
const Kernels* avx2Kernels() noexcept; ///< null if compiled without AVX2, FMA and F16C

} // namespace solus
