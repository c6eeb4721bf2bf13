// A network trained by LibTorch, built from its plan: the graph of a model file, with the sizes of its layers.
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

/// A layer of which a model file has nothing: an error, or it keeps its values.
enum class Absent { error, keep };

class TorchGraphImpl : public torch::nn::Module {
public:
    explicit TorchGraphImpl(const NetPlan&);

    /// items x frames x inputs -> items x frames x outputs of the last layer.
    torch::Tensor forward(const torch::Tensor& x) const;
    /// The outputs of these layers (items x frames x values each), given values for "input" or for layers; computes only
    /// what is needed.
    std::vector<torch::Tensor> run(const std::map<std::string, torch::Tensor>& given,
                                   const std::vector<std::string>& wanted) const;
    /// Sets the first layer, an affine or a layer_norm, so that its outputs have mean 0 and deviation 1 over `x` (any
    /// shape x inputs); no deviation counts as less than `least`.
    void normaliseBy(const torch::Tensor& x, double least = 1e-3);

    /// Named and laid out as in a model file.
    TensorMap tensors() const;
    /// Loads the values of a model file with the same layers. A weight that is stored in full but is a pair here is
    /// replaced by its best approximation of that rank (Eckart & Young 1936). Throws Error if something does not fit.
    void load(const TensorMap&, Absent = Absent::error);
    /// The tensor that a file calls "LAYER.TENSOR", for writing; undefined if the layer has none.
    torch::Tensor tensor(const std::string& name) const;
    TorchLayer& layer(const std::string& name) const;

    /// For the report: one row per layer; an activation shares the row of the layer before it.
    std::vector<Stage> stages() const;

    const NetPlan plan;

private:
    size_t indexOf(const std::string& name) const;
    /// How a layer is computed: together with layers before it that hardly anything else reads.
    struct Step {
        ConvStep conv;               ///< conv.conv is null if the layer is computed by itself
        std::vector<size_t> sources; ///< as below
        std::vector<size_t> inner;   ///< the layers that need not be computed for it
    };
    Step stepOf(size_t index) const;

    std::vector<std::shared_ptr<TorchLayer>> layers_;
    std::vector<std::vector<size_t>> sources_; ///< of each layer: 0 is the input, i + 1 is layer i
    std::vector<Step> steps_;
    std::map<std::string, size_t> places_;
};
TORCH_MODULE(TorchGraph);

/// A model's network in trainable form, with its weights, the large ones at `rank` (0: full).
TorchGraph trainable(const Model&, int rank = 0);

} // namespace solus::train
