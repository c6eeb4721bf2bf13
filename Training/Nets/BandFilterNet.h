// The flagship's network: Dense -> GRU -> GRU -> gains in ERB bands, and a short complex filter for the
// lowest bins.
#pragma once

#include "Core/Export.h"
#include "Inference/Model.h"

#include <string>
#include <torch/torch.h>

namespace solus::train {

struct BandFilterNetSize {
    int inputs = 0;
    int dense = 128, first = 160, second = 160; ///< units
    int bands = 32, filterBins = 60, taps = 2;
    int rank = 0; ///< of the large matrices; 0: whole ones
    int blocks =
        0; ///< of a DualPathNet, with the next five instead of dense, first and second; 0: no such network
    int channels = 32, outer = 24, inner = 16, across = 16, along = 32;
    std::string products = "float"; ///< of matrices in training: or "bfloat16"
    bool coarse() const { return products == "bfloat16"; }
    int filterValues() const { return 2 * taps * filterBins; }
    bool sameUnits(const BandFilterNetSize& other) const {
        return inputs == other.inputs && dense == other.dense && first == other.first &&
               second == other.second && bands == other.bands && filterValues() == other.filterValues();
    }
};

struct MaskOutput {
    torch::Tensor gains;  ///< items x frames x bands, 0 ... 1
    torch::Tensor filter; ///< items x frames x (2 taps bins), -1 ... 1: for each tap the real, then the
                          ///< imaginary parts; undefined without taps
};

/// e = relu(D x)   a = GRU(e)   b = GRU(a)   gains = sigmoid(G [a; b])   filter = tanh(F b)
class BandFilterNetImpl : public torch::nn::Module {
public:
    explicit BandFilterNetImpl(int inputs);

    /// x: items x frames x inputs.
    virtual MaskOutput forward(const torch::Tensor& x) = 0;
    /// All tensors under the names of bandFilterLayers().
    virtual void addTo(TensorMap&) const;
    /// Makes each input zero in the mean with deviation 1 over `x` (any shape x inputs); frozen from then on.
    void normaliseBy(const torch::Tensor& x);

    torch::Tensor scale, shift; ///< of the inputs: x * scale + shift
};

/// With whole matrices.
class FullBandFilterNetImpl : public BandFilterNetImpl {
public:
    explicit FullBandFilterNetImpl(const BandFilterNetSize&);
    MaskOutput forward(const torch::Tensor& x) override;
    void addTo(TensorMap&) const override;
    /// Takes the weights of a model file, products of thin matrices multiplied out. Throws Error if they are of another
    /// network.
    void load(const TensorMap&);

    torch::nn::Linear dense{nullptr}, gains{nullptr}, filter{nullptr};
    torch::nn::GRU gru1{nullptr}, gru2{nullptr};

private:
    bool coarse_;
};
TORCH_MODULE(FullBandFilterNet);

/// The sizes of the network in a model file, its matrices whole. Throws Error if it holds another kind of network.
BandFilterNetSize sizeOf(const Model&);
/// The layer graph of either, for the model file.
nlohmann::json bandFilterLayers(const BandFilterNetSize&);

} // namespace solus::train
