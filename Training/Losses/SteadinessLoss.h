// Penalises pumping: in noise alone the residual must follow the level of the noise.
#pragma once

#include <torch/torch.h>

namespace solus::train {

/// Variance over time, in dB^2, of the reduction in 20 ms of noise alone, averaged over the items:
///   d_t = 10 log10( (sum_k |Y|^2 + 0.0001 sum_k |X|^2) / sum_k |X|^2 )
/// Reductions beyond 40 dB count as 40 dB: what is left is hardly heard. Blocks more than 20 dB below the mean of the noise, and the
/// first half second, in which a network may still adapt, do not count. `in`, `out`: power of each frame, items x frames.
/// `framesPerBlock`: frames in 20 ms; `skip`: frames left out.
torch::Tensor steadinessLoss(const torch::Tensor& in, const torch::Tensor& out, int framesPerBlock, int skip);

} // namespace solus::train
