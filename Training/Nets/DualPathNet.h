// A network with two paths through its frames, across frequency and over time, and one set of weights for all
// frequencies: DPCRN (Le, Chen, Chen & Lu 2021), made causal, small and full-band.
#pragma once

#include "Nets/BandFilterNet.h"

namespace solus::train {

/// The input is 3 x P, the features `bins_and_bands`; P is a multiple of 4.
///   e1 = relu(conv5/2 [x_t-2; x_t-1; x_t])   `outer` x P/2      e2 = relu(conv5/2 e1)   `channels` x P/4
///   in each block, z = e2 at first:
///     z = z + norm(W [GRU up the frequencies z; GRU down the frequencies z])
///     z = z + norm(V GRU over time z), one for all frequencies, each with a state of its own
///   d1 = relu(conv3 [z; e2])              d2 = relu(conv3 [d1 twice as long; e1])
///   d3 = relu(conv3 [d2 twice as long; x_t])
///   gains = sigmoid(conv3 d3)             filter = tanh(conv3 of the lowest filterBins of d3)
/// Convolutions go along frequency, with zeros beyond its ends.
class DualPathNetImpl : public BandFilterNetImpl {
public:
    explicit DualPathNetImpl(const BandFilterNetSize&);
    MaskOutput forward(const torch::Tensor& x) override;
    void addTo(TensorMap& tensors) const override;
    /// Takes the weights of a model file. Throws Error if they are of another network.
    void load(const TensorMap&);

private:
    struct Block {
        torch::nn::GRU up{nullptr}, down{nullptr}, time{nullptr};
        torch::nn::Linear across{nullptr}, along{nullptr};
        torch::nn::LayerNorm acrossNorm{nullptr}, alongNorm{nullptr};
    };
    torch::Tensor across(Block&, const torch::Tensor& z) const;
    torch::Tensor along(Block&, const torch::Tensor& z) const;

    BandFilterNetSize size_;
    int positions_;
    torch::nn::Conv1d enter_{nullptr}, narrow_{nullptr}, decode1_{nullptr}, decode2_{nullptr},
        decode3_{nullptr}, gains_{nullptr}, filter_{nullptr};
    std::vector<Block> blocks_;
};
TORCH_MODULE(DualPathNet);

/// The layer graph of the model file.
nlohmann::json dualPathLayers(const BandFilterNetSize&);

} // namespace solus::train
