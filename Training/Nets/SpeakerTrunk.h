// What a speaker network makes of each frame: recurrent layers, or convolutions over time and frequency.
#pragma once

#include "Core/Export.h"

#include <memory>
#include <torch/torch.h>
#include <vector>

namespace solus::train {

/// Causal: a frame's values depend on it and on frames before it.
class SpeakerTrunk : public torch::nn::Module {
public:
    /// items x frames x inputs -> items x frames x units().
    virtual torch::Tensor hear(const torch::Tensor& x) = 0;
    virtual int units() const = 0;
    /// Appends the layers that compute the same live, their tensors and a description.
    virtual void addTo(ModelCard&, TensorMap&) const = 0;
    /// Takes the weights that addTo() wrote; what was folded into them is measured on `x` again. Throws Error if they are
    /// another trunk's.
    virtual void load(const TensorMap&, const torch::Tensor& x) = 0;
};

/// GRUs on top of each other. `coarse`: products in bfloat16 while training.
class RecurrentTrunk : public SpeakerTrunk {
public:
    RecurrentTrunk(int inputs, int units, int layers, bool coarse);
    torch::Tensor hear(const torch::Tensor& x) override;
    int units() const override { return units_; }
    void addTo(ModelCard&, TensorMap&) const override;
    void load(const TensorMap&, const torch::Tensor& x) override;

private:
    int units_;
    bool coarse_;
    std::vector<torch::nn::GRU> grus_;
};

/// Convolutions of 3 frames x 3 bands, each with batch normalisation and ReLU; each but the last halves the
/// bands. Then a dense layer with both. What a voice is lies in patterns that repeat at other pitches: a
/// convolution learns them once, a recurrent layer again for every band, and by heart for every talker.
class ConvolutionalTrunk : public SpeakerTrunk {
public:
    ConvolutionalTrunk(int inputs, const std::vector<int>& channels, int units, bool coarse);
    torch::Tensor hear(const torch::Tensor& x) override;
    int units() const override { return units_; }
    void addTo(ModelCard&, TensorMap&) const override;
    void load(const TensorMap&, const torch::Tensor& x) override;

    /// Bands that a convolution leaves of so many.
    static int bandsBehind(int bands, bool last) { return last ? bands : (bands + 1) / 2; }

private:
    /// h, behind nothing but silence, through the i-th convolution alone.
    torch::Tensor convolved(const torch::Tensor& h, size_t i) const;

    int units_;
    bool coarse_;
    std::vector<torch::nn::Conv2d> convolutions_; ///< without padding in time
    std::vector<torch::nn::BatchNorm2d> norms_;
    torch::nn::Linear dense_{nullptr};
    torch::nn::BatchNorm1d denseNorm_{nullptr};
};

/// Batch normalisation by the running statistics, folded into the layer before it:
///   gamma (W x + b - mean) / sqrt(variance + eps) + beta = W' x + b'
struct FoldedLayer {
    torch::Tensor weight, bias;
};
FoldedLayer folded(const torch::Tensor& weight, const torch::Tensor& bias, const torch::nn::BatchNormOptions&,
                   const torch::Tensor& gamma, const torch::Tensor& beta, const torch::Tensor& mean,
                   const torch::Tensor& variance);

} // namespace solus::train
