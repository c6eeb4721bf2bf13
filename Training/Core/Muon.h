// Muon: steps that change a matrix equally in all directions.
#pragma once

#include <torch/torch.h>

namespace solus::train {

/// Muon (Jordan et al. 2024, "Muon: an optimizer for hidden layers in neural networks") for matrices W of at least 16 rows and
/// columns, Adam for everything else, also for tables of more than 4096 rows, such as one of talkers. G is the gradient:
///   M <- 0.95 M + 0.05 G      W <- W - 0.2 rate sqrt(max(rows, columns)) U V^T,   where U S V^T = 0.05 G + 0.95 M
/// U V^T comes from five Newton-Schulz steps, which bring all singular values near 1. The factor makes a step as large as one
/// of Adam (Liu et al. 2025, "Muon is scalable for LLM training"), so that one rate suits both. A matrix of 3 n rows is
/// taken for the three gates of a GRU, each a matrix of its own; a convolution has one row for each output.
class Muon : public torch::optim::Adam {
public:
    Muon(std::vector<torch::optim::OptimizerParamGroup> groups, torch::optim::AdamOptions defaults)
        : Adam(std::move(groups), defaults) {}

    torch::Tensor step(LossClosure closure = nullptr) override;
};

} // namespace solus::train
