// A GRU layer over whole sequences whose backward pass multiplies once for all frames: on a CPU LibTorch's
// own adds up the recurrent weights' gradient frame by frame, and spends most of its time moving that matrix.
#pragma once

#include <torch/torch.h>

namespace solus::train {

/// The hidden states of a one-layer, unidirectional, batch-first torch GRU, started at zero: x is [B, T, I],
/// the result [B, T, H]. Values and gradients are torch's (a test holds them together); on other devices,
/// with several layers or both directions it is torch's own. `coarse` rounds the factors of the products to
/// bfloat16: about three times as fast where the processor has instructions for it, slower where it has not.
torch::Tensor gruForward(torch::nn::GRU& gru, const torch::Tensor& x, bool coarse = false);

/// The same from weights in torch's layout [3H, I], [3H, H], [3H], [3H] that may be results themselves, e.g.
/// products of factors.
torch::Tensor gruForward(const torch::Tensor& x, const torch::Tensor& inputWeight,
                         const torch::Tensor& hiddenWeight, const torch::Tensor& inputBias,
                         const torch::Tensor& hiddenBias, bool coarse = false);

} // namespace solus::train
