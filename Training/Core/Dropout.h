// Dropout that draws from the trainer's generator, so that a resumed run repeats an uninterrupted one.
#pragma once

#include <torch/torch.h>

namespace solus::train {

/// y = x m / (1 - p),  m = 1 with probability 1 - p, else 0 (Srivastava et al. 2014).
inline torch::Tensor dropout(const torch::Tensor& x, double p, torch::Generator generator) {
    const auto keep = torch::empty(x.sizes(), torch::kFloat32).bernoulli_(1.0 - p, std::move(generator));
    return x * (keep / (1.0 - p)).to(x.device());
}

} // namespace solus::train
