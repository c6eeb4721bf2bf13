// What the files that compile the kernels offer to the one that chooses. No inline code here: the file is
// included under instruction-set flags, and an inline function compiled there could end up in code that runs
// everywhere.
#pragma once

namespace solus {

struct Kernels;

extern const Kernels baselineKernels;
const Kernels* avx2Kernels() noexcept; ///< null where the file was compiled without AVX2, FMA and F16C

} // namespace solus
