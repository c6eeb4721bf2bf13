// Teaches a network to tell, frame by frame, which of several known voices is talking.
#pragma once

#include <torch/torch.h>

namespace solus::train {

/// Mean over the labelled frames of the cross-entropy of softmax(16 cos(who, code_j)) over the voices j, in nats.
/// `who`: items x frames x n; `codes`: voices x n; `embeddings`: voices x values of length 1, 0 if unknown; `target`: items x
/// frames, the number of the voice that talks, -1 if that is not known. Other voices with an embedding as similar as those of
/// one talker (cosine above 0.6) are left out. 0 without labelled frames. Differentiable in `who` and `codes`.
torch::Tensor talkerLoss(const torch::Tensor& who, const torch::Tensor& codes,
                         const torch::Tensor& embeddings, const torch::Tensor& target);

} // namespace solus::train
