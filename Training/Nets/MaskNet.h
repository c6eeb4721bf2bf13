// The classic mask network: normalisation -> GRU -> GRU -> Dense.
#pragma once

#include "Core/TorchGraph.h"

#include <optional>

namespace solus::train {

struct MaskNetSize {
    int inputs = 513, first = 512, second = 256, outputs = 513;
    double dropout = 0.2; ///< between the GRUs, in training
};

NetPlan maskNet(const MaskNetSize&);
/// The mask is the sigmoid of the outputs. x: items x frames x inputs. `generator`: the source of dropout's random
/// numbers, used only in training mode.
torch::Tensor maskLogits(const torch::nn::Module&, const torch::Tensor& x, double dropoutShare = 0.0,
                         std::optional<torch::Generator> generator = {});

} // namespace solus::train
