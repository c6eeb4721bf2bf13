// The flagship's network with its large matrices as products of two thin ones: the light model.
#pragma once

#include "Core/LowRank.h"
#include "Nets/BandFilterNet.h"

namespace solus::train {

class LowRankBandFilterNetImpl : public BandFilterNetImpl {
public:
    explicit LowRankBandFilterNetImpl(const BandFilterNetSize&);
    MaskOutput forward(const torch::Tensor& x) override;
    void addTo(TensorMap&) const override;
    /// Starts from the best approximation of a trained network of the same size.
    void approximate(const FullBandFilterNetImpl&);

private:
    struct Gru {
        LowRankMatrix input{nullptr}, hidden{nullptr};
        torch::Tensor inputBias, hiddenBias;
        torch::Tensor forward(const torch::Tensor& x) const;
        void approximate(const torch::nn::GRU&);
        void addTo(TensorMap&, const std::string& name) const;
    };
    Gru makeGru(const std::string& name, int inputs, int units, int rank);

    LowRankMatrix dense_{nullptr}, filter_{nullptr};
    torch::Tensor denseBias_, filterBias_;
    Gru gru1_, gru2_;
    torch::nn::Linear gains_{nullptr}; ///< small enough to stay whole
};
TORCH_MODULE(LowRankBandFilterNet);

} // namespace solus::train
