// Batch normalisation is for training: in the model file it is part of the layer before it.
#pragma once

#include "Core/TorchGraph.h"

namespace solus::train {

struct FoldedNet {
    NetPlan plan;
    TensorMap tensors;
};

/// The network without its batch_norm layers, each of which follows a dense layer or a convolution:
///   gamma (W x + b - mean) / sqrt(variance + eps) + beta = W' x + b'
FoldedNet folded(const TorchGraphImpl&);

/// The other way round: takes the weights of a file that folded() made. Each normalisation gets the mean and the variance
/// that what it normalises has on `x` (items x frames x inputs); one without gamma and beta stays the identity. Throws
/// Error where the file does not fit.
void loadFolded(TorchGraphImpl&, const TensorMap&, const torch::Tensor& x);

} // namespace solus::train
