// The speaker network: features -> normalisation -> trunk -> pooling over time -> dense -> length 1.
#pragma once

#include "Core/Export.h"
#include "Core/TorchGraph.h"

#include <optional>
#include <string>
#include <torch/torch.h>
#include <vector>

namespace solus::train {

/// How the frames are pooled: their mean; mean and deviation; or both, weighting each frame by e^(w . h_t + c) (attentive
/// statistics, Okabe et al. 2018).
enum class Pooling { mean, statistics, attentive };

struct SpeakerNetSize {
    int inputs = 64;
    std::vector<int> channels; ///< of the convolutions; if empty, the trunk is recurrent
    int residuals = 0;         ///< residual convolutions after each convolution
    int units = 192;           ///< outputs of the trunk per frame
    int layers = 2;            ///< of a recurrent trunk
    int embedding = 128;
    int classes = 0;     ///< talkers that a classification head tells apart in training; 0: no head
    bool coarse = false; ///< products in bfloat16 while training
    Pooling pooling = Pooling::mean;
    double dropout = 0.0; ///< on the input of the embedding layer, in training
};

/// Convolutions of 3 frames x 3 bands, each but the last halving the bands. What identifies a voice lies in patterns that
/// recur at other pitches. A convolution learns them once; a recurrent layer learns them again for every band and
/// memorises the talkers it is trained on. A residual convolution, h <- relu(h + norm(conv(h))), keeps bands and channels;
/// it begins as h, so a network that has none can grow.
NetPlan speakerNet(const SpeakerNetSize&);

class SpeakerNetImpl : public torch::nn::Module {
public:
    explicit SpeakerNetImpl(const SpeakerNetSize&);

    /// x: items x frames x inputs, frames: items x frames, 1 where x holds a frame, 0 where it is padding at the end.
    /// Returns items x embedding.
    torch::Tensor embed(const torch::Tensor& x, const torch::Tensor& frames);
    /// The embeddings that a live stream has reached after marks[item][k] frames (k = 0 ... K - 1; integers from 1 up):
    /// items x K x embedding. In training the generator draws what is dropped; without one, nothing is.
    torch::Tensor embedAt(const torch::Tensor& x, const torch::Tensor& frames, const torch::Tensor& marks,
                          std::optional<torch::Generator> = {});

    /// Normalises the inputs by these examples.
    void normaliseBy(const torch::Tensor& x, const torch::Tensor& frames);

    /// The layers that compute the embedding live.
    ModelCard card(TensorMap&) const;
    std::vector<Stage> stages() const { return net_->stages(); }
    /// Takes the weights of a file that card() wrote, to continue training from them; `x` are examples, as for
    /// normaliseBy(). Residual convolutions that the file lacks stay as they are. Throws Error if the weights belong to a
    /// different network.
    void load(const TensorMap&, const torch::Tensor& x);

    const SpeakerNetSize size;
    torch::Tensor scale, bias; ///< of the cosine in the pairwise loss: logit = scale cos + bias
    torch::Tensor sharpness;   ///< factor of the cosine when one talker is picked among many
    torch::Tensor classes;     ///< classes x embedding; undefined without a head

private:
    /// After marks[item][k] frames: items x K x (units, or twice as many with deviations).
    torch::Tensor pool(const torch::Tensor& h, const torch::Tensor& frames, const torch::Tensor& marks);

    TorchGraph net_{nullptr};
    std::string pool_, heard_; ///< the pooling layer, and the layer before it
};
TORCH_MODULE(SpeakerNet);

} // namespace solus::train
