// Any model, rebuilt from its layer graph with torch::nn modules.
#pragma once

#include "Inference/Model.h"

#include <vector>

namespace solus {

/// All frames (each model.inputSize values) through LibTorch, from a silent start. One output a frame.
std::vector<std::vector<float>> runInTorch(const Model& model, const std::vector<std::vector<float>>& frames);

} // namespace solus
