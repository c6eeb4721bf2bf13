// Weights on a grid that the engine keeps as bytes where a matrix is large (Source/Inference/PackedMatrix.h): half the memory to read
// in every hop, and results as exact as with floats.
#pragma once

#include "Inference/Safetensors.h"

namespace solus::train {

/// Rounds each row of every matrix to  w = q s,  q whole and |q| <= 127,  s the least power of two that
/// reaches the row's largest value. Of a low-rank pair NAME.u, NAME.v the product is what counts: the rows of
/// V are first scaled so that their largest value is 127 s exactly, and the columns of U by the inverse.
/// Vectors and score.* stay as they are.
void roundToBytes(TensorMap&);

} // namespace solus::train
