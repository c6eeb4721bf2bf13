// A differentiable log-spectral distance: noise left in pauses counts as much as errors in the voice.
#pragma once

#include <torch/torch.h>

namespace solus::train {

/// Over the known bins of each frame, those with a weight w above 0:
///   d_k = 10 log10( (|Y_k|^2 + e) / (|S_k|^2 + e) )        e: 70 dB below the item's largest |S_k|^2
///   D = mean_t sqrt( sum_k w d_k^2 / sum_k w )
/// Differs from the measure (Source/Measure) in its frames, its floor and its weights. Powers and weights: items x frames
/// x bins. Returns D of each item, in dB; meaningless for items without speech. Differentiable in `power`.
torch::Tensor logSpectrumLoss(const torch::Tensor& speechPower, const torch::Tensor& power,
                              const torch::Tensor& weight);

} // namespace solus::train
