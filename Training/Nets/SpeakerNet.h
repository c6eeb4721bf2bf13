// The speaker network: features -> normalisation -> trunk -> pooling over time -> dense -> length 1.
#pragma once

#include "Core/Export.h"
#include "Core/TorchGraph.h"

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

/// Convolutions of 3 frames x 3 bands, each but the last halving the bands: what a voice is lies in patterns that repeat at
/// other pitches, and a convolution learns them once, a recurrent layer again for every band, and by heart for every talker.
NetPlan speakerNet(const SpeakerNetSize&);

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
    std::vector<Stage> stages() const { return net_->stages(); }
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

    TorchGraph net_{nullptr};
    std::string pool_, heard_; ///< the layer that keeps what was heard of all frames, and the one before it
};
TORCH_MODULE(SpeakerNet);

} // namespace solus::train
