// A network that LibTorch trains, made from its plan: the graph of a model file, with the sizes of its layers.
#pragma once

#include "Core/NetPlan.h"
#include "Core/Sketch.h"
#include "Core/TorchLayers.h"
#include "Inference/Model.h"

#include <map>
#include <memory>
#include <string>
#include <torch/torch.h>
#include <vector>

namespace solus::train {

class TorchGraphImpl : public torch::nn::Module {
public:
    explicit TorchGraphImpl(const NetPlan&);

    /// items x frames x inputs -> items x frames x outputs of the last layer.
    torch::Tensor forward(const torch::Tensor& x) const;
    /// The outputs of these layers (items x frames x values each), from values that are given for "input" or for layers;
    /// only what is needed is computed.
    std::vector<torch::Tensor> run(const std::map<std::string, torch::Tensor>& given,
                                   const std::vector<std::string>& wanted) const;
    /// Makes the first layer, an affine or a layer_norm, give values of mean 0 and deviation 1 over `x` (any shape x
    /// inputs); no deviation counts as less than `least`.
    void normaliseBy(const torch::Tensor& x, double least = 1e-3);

    /// As a model file has them.
    TensorMap tensors() const;
    /// Takes the values of a model file with the same layers. A weight that is whole there and a pair here
    /// becomes its best approximation of that rank (Eckart & Young 1936). Throws Error where something does
    /// not fit.
    void load(const TensorMap&);
    /// The tensor that a file calls "LAYER.TENSOR", to write into; undefined if the layer does without it.
    torch::Tensor tensor(const std::string& name) const;
    TorchLayer& layer(const std::string& name) const;

    /// For the report: one row a layer, an activation with the layer before it.
    std::vector<Stage> stages() const;

    const NetPlan plan;

private:
    size_t indexOf(const std::string& name) const;
    /// The frames before a convolution go into it unstacked, see convOverTime().
    const TorchLayer* framesBefore(size_t index) const;

    std::vector<std::shared_ptr<TorchLayer>> layers_;
    std::vector<std::vector<size_t>> sources_; ///< of each layer: 0 is the input, i + 1 layer i
    std::map<std::string, size_t> places_;
};
TORCH_MODULE(TorchGraph);

/// The network of a model as one that can be trained, with its weights, the large ones at `rank` (0: whole).
TorchGraph trainable(const Model&, int rank = 0);

} // namespace solus::train
