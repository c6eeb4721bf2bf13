// A chain of layers that is described once: LibTorch trains it, a model file holds it, a report draws it.
#pragma once

#include "Core/Sketch.h"
#include "Inference/Model.h"

#include <nlohmann/json.hpp>
#include <string>
#include <torch/torch.h>
#include <vector>

namespace solus::train {

/// Each member function that is named like a layer of docs/model-format.md appends one. A frame between two
/// layers is channels x length, as there. Weights of dense and conv1d start by He et al. 2015 (deviation √(2
/// / inputs)), those of gru as PyTorch's.
class LayerStackImpl : public torch::nn::Module {
public:
    explicit LayerStackImpl(int inputs);

    /// y = x · scale + shift for each value; not trained: see normaliseBy().
    LayerStackImpl& affine(const std::string& name);
    /// rank 0: the weight is whole; else it is the product of two thin ones, and trained as such.
    LayerStackImpl& dense(const std::string& name, int outputs, int rank = 0);
    LayerStackImpl& gru(const std::string& name, int units, int rank = 0);
    LayerStackImpl& conv1d(const std::string& name, int outputs, int kernel, int stride, int padding);
    LayerStackImpl& maxPool1d(const std::string& name, int size);
    LayerStackImpl& upsample1d(const std::string& name, int factor);
    LayerStackImpl& flatten(const std::string& name);
    LayerStackImpl& reshape(const std::string& name, int channels, int length);
    /// "relu", "elu", "sigmoid" or "tanh".
    LayerStackImpl& activation(const std::string& type, const std::string& name);

    /// items x frames x inputs -> items x frames x outputs.
    torch::Tensor forward(const torch::Tensor& x) const;
    /// Makes the affine layer, which must be the first one, give values of mean 0 and deviation 1 over `x`
    /// (any shape x inputs).
    void normaliseBy(const torch::Tensor& x);

    /// As a model file has them.
    nlohmann::json layers() const;
    TensorMap tensors() const;
    /// Takes the values of a model file with the same layers. A weight that is whole there and a pair here
    /// becomes its best approximation of that rank (Eckart & Young 1936). Throws Error where something does
    /// not fit.
    void load(const TensorMap&);

    /// For the report: one row a layer, an activation with the layer before it.
    std::vector<Stage> stages() const;
    int outputs() const {
        return entries_.empty() ? inputs_ : entries_.back().channels * entries_.back().length;
    }

private:
    struct Weight {
        std::string suffix; ///< "weight", "bias_ih", ...
        torch::Tensor whole, u, v;

        torch::Tensor value() const { return whole.defined() ? whole : u.matmul(v); }
    };
    struct Entry {
        std::string name, type;
        nlohmann::json options;
        int channels = 1, length = 0; ///< of the output
        std::vector<Weight> weights;
    };

    Entry& add(const std::string& name, const std::string& type, int channels, int length,
               nlohmann::json options = nlohmann::json::object());
    void addWeight(Entry&, const std::string& suffix, std::vector<std::int64_t> shape, int rank,
                   double deviation);
    void addBias(Entry&, const std::string& suffix, std::int64_t size);
    static torch::Tensor apply(const Entry&, const torch::Tensor& x, std::int64_t items);

    int inputs_, channels_ = 1, length_;
    std::vector<Entry> entries_;
};
TORCH_MODULE(LayerStack);

/// The network of a model file as one that can be trained, its dense and recurrent weights at `rank` (0:
/// whole). Throws Error if the file has anything but a chain of affine, dense, gru and activation layers.
LayerStack stackOf(const Model&, int rank);

} // namespace solus::train
