// The speaker network: features -> normalisation -> GRUs -> pooling over time -> dense -> length 1.
#pragma once

#include "Inference/Safetensors.h"

#include <string>
#include <torch/torch.h>
#include <vector>

namespace solus::train {

/// What is kept of all that was heard: the mean; mean and deviation; or both, each frame with a weight of its
/// own, e^(w . h_t + c) (attentive statistics, Okabe et al. 2018).
enum class Pooling { mean, statistics, attentive };

struct SpeakerNetSize {
    int inputs = 64, units = 192, layers = 2, embedding = 128;
    int classes = 0;     ///< talkers that a head in training names; 0: no head
    bool coarse = false; ///< products in bfloat16 while training
    Pooling pooling = Pooling::mean;
    double dropout = 0.0; ///< of what goes from GRU to GRU and into the embedding, in training
};

class SpeakerNetImpl : public torch::nn::Module {
public:
    explicit SpeakerNetImpl(const SpeakerNetSize&);

    /// x: items x frames x inputs, frames: items x frames with 1 where x holds a frame, 0 where it is padding
    /// at the end. Returns items x embedding.
    torch::Tensor embed(const torch::Tensor& x, const torch::Tensor& frames);
    /// The embeddings that a live listener has after marks[item][k] frames (k = 0 ... K - 1; integers from 1
    /// up): items x K x embedding.
    torch::Tensor embedAt(const torch::Tensor& x, const torch::Tensor& frames, const torch::Tensor& marks);

    /// Centres the inputs and the embedding on these examples: without it all voices start out alike.
    void normaliseBy(const torch::Tensor& x, const torch::Tensor& frames);

    /// Takes over the tensors of a model file that has the same layers; `name` is for the Error that is
    /// thrown where one is missing or of another size.
    void startFrom(const TensorMap&, const std::string& name);

    const SpeakerNetSize size;
    torch::nn::LayerNorm norm{nullptr};
    std::vector<torch::nn::GRU> grus;
    torch::nn::Linear attention{nullptr}; ///< null but for Pooling::attentive
    torch::nn::Linear embedding{nullptr};
    torch::Tensor scale, bias; ///< of the cosine in the loss of pairs: logit = scale cos + bias
    torch::Tensor sharpness;   ///< of the cosine where one talker is picked among many
    torch::Tensor classes;     ///< classes x embedding; undefined without a head

private:
    torch::Tensor hear(const torch::Tensor& x);
    torch::Tensor thinned(const torch::Tensor& x) const;
    /// After marks[item][k] frames: items x K x (units, or twice as many with deviations).
    torch::Tensor pool(const torch::Tensor& h, const torch::Tensor& frames, const torch::Tensor& marks);
};
TORCH_MODULE(SpeakerNet);

} // namespace solus::train
