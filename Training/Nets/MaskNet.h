// The classic mask network: normalisation -> GRU -> dropout -> GRU -> Dense.
#pragma once

#include <optional>
#include <torch/torch.h>

namespace solus::train {

struct MaskNetSize {
    int inputs = 513, first = 512, second = 256, outputs = 513;
    double dropout = 0.2;
};

/// Returns logits: the mask is their sigmoid.
class MaskNetImpl : public torch::nn::Module {
public:
    explicit MaskNetImpl(const MaskNetSize&);

    /// x: items x frames x inputs. `generator`, where dropout draws from, only in training mode.
    torch::Tensor forward(const torch::Tensor& x, std::optional<torch::Generator> generator = {});
    /// Makes each input zero in the mean with deviation 1 over `x` (any shape x inputs); frozen from then on.
    void normaliseBy(const torch::Tensor& x);

    torch::Tensor scale, shift; ///< y = x * scale + shift
    torch::nn::GRU gru1{nullptr}, gru2{nullptr};
    torch::nn::Linear mask{nullptr};

private:
    double dropout_;
};
TORCH_MODULE(MaskNet);

} // namespace solus::train
