// Copies a trained network with two paths into a larger one, which at first computes the same.
#pragma once

#include "Core/TorchGraph.h"

namespace solus::train {

/// `grown` may have more blocks, a GRU over the whole frame or more units in it, more units in the GRUs over time and across
/// frequency, more values at a half and at all of the frequencies, and more look-ahead: then it computes the same, so many
/// frames later. All else is as in `small`. What is old keeps its weights and receives nothing from what is new, until
/// training changes that. A new block begins as a detour that adds nothing. Throws Error if `small` does not fit.
void grow(const TorchGraphImpl& small, TorchGraphImpl& grown);

} // namespace solus::train
