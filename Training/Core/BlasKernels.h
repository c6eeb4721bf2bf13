// OpenBLAS's kernels for the processor that is here.
#pragma once

namespace solus::train {

/// OpenBLAS chooses its kernels by the model number of the processor. Of a model younger than the library it knows nothing,
/// and takes those of 2004, without AVX: products of matrices are then six times as slow. If that has happened, this starts
/// the program again with OPENBLAS_CORETYPE set, which is read only when the library is loaded. To be called first in main();
/// returns if there is nothing to mend. A user's own OPENBLAS_CORETYPE is obeyed.
void useKernelsOfThisProcessor(char** arguments);

} // namespace solus::train
