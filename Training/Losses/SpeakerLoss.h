// The training losses of the speaker network.
#pragma once

#include <torch/torch.h>

namespace solus::train {

/// cosines: queries x prototypes, of embeddings of length 1. `same` and `strangers` (boolean, of the same shape) mark the
/// prototypes of the query's talker and those of others; a prototype in neither is ignored, e.g. the query itself.

/// Picking the same talker among all others, angular prototypical (Chung et al. 2020) with a margin m:
///   -log( e^(s (c_qp - m)) / (e^(s (c_qp - m)) + sum_j e^(s c_qj)) ),  c: cosine, p: the same talker's
///   prototypes, one at a time, j: all strangers.
torch::Tensor pickingLoss(const torch::Tensor& cosines, const torch::Tensor& same,
                          const torch::Tensor& strangers, const torch::Tensor& sharpness, double margin);

/// Cross-entropy of "is it the same talker?" with the logit a c + b, both answers with weight one half. Half of the
/// strangers' weight is spread evenly, half goes to those that the network finds similar. It makes one threshold suit all
/// talkers.
torch::Tensor pairLoss(const torch::Tensor& cosines, const torch::Tensor& same,
                       const torch::Tensor& strangers, const torch::Tensor& scale, const torch::Tensor& bias);

/// Classifying the talker among all training talkers (Wang et al. 2018, CosFace): cross-entropy of s (c - m [own]).
torch::Tensor namingLoss(const torch::Tensor& embeddings, const torch::Tensor& classes,
                         const torch::Tensor& labels, double sharpness, double margin);

} // namespace solus::train
