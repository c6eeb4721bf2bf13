// OpenBLAS kernels that suit the processor at hand.
#pragma once

namespace solus::train {

/// OpenBLAS chooses its kernels by the model number of the processor. If the processor is newer than the library, it
/// falls back to the Prescott kernels of 2004, without AVX: 33 GFLOP/s where the AVX-512 kernels do 155 (1024 x 256 x
/// 768, Emerald Rapids, OpenBLAS 0.3.21). In that case this restarts the program with OPENBLAS_CORETYPE set, which is
/// read only when the library is loaded. Call it first in main(); it returns if there is nothing to do. A user's own
/// OPENBLAS_CORETYPE is respected.
void useKernelsOfThisProcessor(char** arguments);

} // namespace solus::train
