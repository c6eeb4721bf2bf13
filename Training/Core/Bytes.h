// Weights on a grid that the engine can store as bytes for large matrices (Source/Inference/PackedMatrix.h): half
// the memory to read per hop, and results as exact as with floats.
#pragma once

#include "Inference/Safetensors.h"

namespace solus::train {

/// Rounds each row of every matrix to  w = q s,  where q is an integer with |q| <= 127 and s the smallest power of two
/// that covers the row's largest value. For a low-rank pair NAME.u, NAME.v the product matters: the rows of V are first
/// scaled so that their largest value is exactly 127 s, and the columns of U by the inverse. Vectors and score.* are left
/// unchanged.
void roundToBytes(TensorMap&);

} // namespace solus::train
