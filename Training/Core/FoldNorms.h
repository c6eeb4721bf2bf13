// Batch normalisation is only for training: in the model file it is folded into the layer before it.
#pragma once

#include "Core/TorchGraph.h"

#include <functional>

namespace solus::train {

struct FoldedNet {
    NetPlan plan;
    TensorMap tensors;
};

/// The network without its batch_norm layers, each of which follows a dense layer or a convolution:
///   gamma (W x + b - mean) / sqrt(variance + eps) + beta = W' x + b'
FoldedNet folded(const TorchGraphImpl&);

/// The inverse: takes the weights of a file that folded() made. Each normalisation is given the mean and variance of its
/// own input for `x` (items x frames x inputs); one without gamma and beta stays the identity. A layer of which the file has
/// nothing stays as it is if `mayLack` says so of its name. Throws Error if the file does not fit.
void loadFolded(TorchGraphImpl&, const TensorMap&, const torch::Tensor& x,
                const std::function<bool(const std::string& layer)>& mayLack);

} // namespace solus::train
