// The multilayer perceptron of the MNIST experiments, with full or low-rank matrices.
#pragma once

#include "Lab/Story.h"
#include "Tasks/Images/ImageTask.h"

namespace solus::train {

struct MlpSize {
    int inputs = 784, hidden = 1024, layers = 5, outputs = 10;
    double dropout = 0.2;
    bool outputActivation = false; ///< ReLU and dropout on the logits as well
    int rank = 0;                  ///< rank of the hidden layers' matrices; 0: full
};

/// h_0 = x,  h_l = dropout(relu(W_l h_(l-1) + b_l)),  z = W h_L + b.  With a rank, W_l = U_l V_l.
class MlpNetImpl : public Classifier {
public:
    explicit MlpNetImpl(const MlpSize&);

    torch::Tensor forward(const torch::Tensor& images, std::optional<torch::Generator> = {}) override;
    /// The outputs of the hidden layers, in eval mode: [n, hidden] each.
    std::vector<torch::Tensor> hiddenOutputs(const torch::Tensor& images);
    /// The effective W_l, full or as a product.
    torch::Tensor weight(int layer) const;
    /// Takes the parameters of `whole`, with its hidden matrices at this network's rank, or at `rank` if that is lower.
    void approximate(const MlpNetImpl& whole, int rank);
    /// Replaces each hidden matrix by its best approximation of this rank.
    void project(int rank);

    const MlpSize size;
    std::vector<torch::Tensor> weights; ///< full matrices; empty with a rank
    std::vector<torch::Tensor> u, v;    ///< with a rank
    std::vector<torch::Tensor> biases;
    torch::nn::Linear output{nullptr};

private:
    torch::Tensor hiddenLayer(int layer, const torch::Tensor& x) const;
};
TORCH_MODULE(MlpNet);

/// Parameters of a net with hidden matrices of rank `rank` (0: full); the thin factors have no bias.
std::int64_t mlpParameters(const MlpSize&, int rank);
Sketch mlpSketch(const MlpSize&);

/// The trained classifier of the run folder `path` (from mnist-mlp, or its best.pt); if `path` is empty, one that is
/// trained here for `epochs` in the stage "mlp". Other experiments start from it or use it as a judge.
MlpNet obtainMlp(class Run&, const ImageSplits&, const std::string& path, double epochs);

} // namespace solus::train
