// A GRU layer over whole sequences whose backward pass needs one product for all frames. On a CPU LibTorch's own
// accumulates the recurrent weights' gradient frame by frame, and spends most of its time moving that matrix.
#pragma once

#include <torch/torch.h>

namespace solus::train {

/// The hidden states of a one-layer, unidirectional, batch-first torch GRU, started at zero: x is [B, T, I], the result
/// [B, T, H]. Values and gradients equal torch's (verified by a test). On other devices, with several layers or both
/// directions, torch's own is used. `coarse` rounds the factors of the products to bfloat16: about three times as fast on
/// processors with instructions for it, slower on others.
torch::Tensor gruForward(torch::nn::GRU& gru, const torch::Tensor& x, bool coarse = false);

/// The same, from weights in torch's layout [3H, I], [3H, H], [3H], [3H], which may be computed values themselves, e.g.
/// products of factors.
torch::Tensor gruForward(const torch::Tensor& x, const torch::Tensor& inputWeight,
                         const torch::Tensor& hiddenWeight, const torch::Tensor& inputBias,
                         const torch::Tensor& hiddenBias, bool coarse = false);

} // namespace solus::train
