// The siamese network: features -> normalisation -> GRUs -> mean over frames -> dense -> embedding of
// length 1.
#pragma once

#include "Core/TorchGraph.h"

namespace solus::train {

struct VerifySiameseSize {
    int inputs = 64, units = 192, layers = 2, embedding = 128;
    /// The lab's reference: one bidirectional GRU and cosine similarity; it cannot stream.
    bool bidirectionalCosine = false;
};

class VerifySiameseNetImpl : public torch::nn::Module {
public:
    explicit VerifySiameseNetImpl(const VerifySiameseSize&);

    /// x: items x frames x inputs, frames: items x frames, 1 where x holds a frame, 0 where it is padding at the end.
    /// Returns items x embedding.
    torch::Tensor embed(const torch::Tensor& x, const torch::Tensor& frames);
    /// Logits that a[i] and b[j] are the same talker, a.size(0) x b.size(0):
    ///   w . |a_i - b_j| + c,  or  scale (a_i . b_j) + shift  for the cosine.
    torch::Tensor compare(const torch::Tensor& a, const torch::Tensor& b);

    /// Normalises the inputs and centres the embedding on these examples: without this all voices start out alike.
    void normaliseBy(const torch::Tensor& x, const torch::Tensor& frames);
    /// Including the score as the last layer.
    std::vector<Stage> stages() const;

    const VerifySiameseSize size;
    TorchGraph net{
        nullptr}; ///< from the features to the embedding; the output of the bidirectional GRU is fed into "heard"
    torch::nn::GRU both{nullptr}; ///< null except in the reference
    torch::nn::Linear score{nullptr};

private:
    torch::Tensor pool(const torch::Tensor& x, const torch::Tensor& frames);
};
TORCH_MODULE(VerifySiameseNet);

} // namespace solus::train
