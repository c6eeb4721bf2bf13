// The speaker network: features -> normalisation -> trunk -> pooling over time -> dense -> length 1.
#pragma once

#include "Nets/SpeakerTrunk.h"

#include <memory>
#include <string>
#include <torch/torch.h>
#include <vector>

namespace solus::train {

/// What is kept of all that was heard: the mean; mean and deviation; or both, each frame with a weight of its
/// own, e^(w . h_t + c) (attentive statistics, Okabe et al. 2018).
enum class Pooling { mean, statistics, attentive };

struct SpeakerNetSize {
    int inputs = 64;
    std::vector<int> channels; ///< of the convolutions; without any the trunk is recurrent
    int units = 192;           ///< what the trunk makes of a frame
    int layers = 2;            ///< of a recurrent trunk
    int embedding = 128;
    int classes = 0;     ///< talkers that a head in training names; 0: no head
    bool coarse = false; ///< products in bfloat16 while training
    Pooling pooling = Pooling::mean;
    double dropout = 0.0; ///< of what goes into the embedding, in training
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

    /// Centres the inputs on these examples.
    void normaliseBy(const torch::Tensor& x, const torch::Tensor& frames);

    /// The layers that embed, live.
    ModelCard card(TensorMap&) const;
    /// Takes the weights of a file that card() wrote, to go on from there; `x` are examples, as for normaliseBy(). Throws
    /// Error if they are of another network.
    void load(const TensorMap&, const torch::Tensor& x);

    const SpeakerNetSize size;
    torch::Tensor scale, bias; ///< of the cosine in the loss of pairs: logit = scale cos + bias
    torch::Tensor sharpness;   ///< of the cosine where one talker is picked among many
    torch::Tensor classes;     ///< classes x embedding; undefined without a head

private:
    /// After marks[item][k] frames: items x K x (units, or twice as many with deviations).
    torch::Tensor pool(const torch::Tensor& h, const torch::Tensor& frames, const torch::Tensor& marks);

    torch::nn::LayerNorm norm_{nullptr};
    std::shared_ptr<SpeakerTrunk> trunk_;
    torch::nn::Linear attention_{nullptr}; ///< null but for Pooling::attentive
    torch::nn::Linear embedding_{nullptr};
    /// Keeps the embeddings centred, so that voices do not start out alike and strangers have cosines around
    /// 0.
    torch::nn::BatchNorm1d centre_{nullptr};
};
TORCH_MODULE(SpeakerNet);

} // namespace solus::train
