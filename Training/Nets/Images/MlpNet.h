// The multilayer perceptron of the MNIST experiments, whole and with thin matrices.
#pragma once

#include "Lab/Story.h"
#include "Tasks/Images/ImageTask.h"

namespace solus::train {

struct MlpSize {
    int inputs = 784, hidden = 1024, layers = 5, outputs = 10;
    double dropout = 0.2;
    bool outputActivation = false; ///< ReLU and dropout on the logits, too
    int rank = 0;                  ///< of the hidden layers' matrices; 0: whole
};

/// h_0 = x,  h_l = dropout(relu(W_l h_(l-1) + b_l)),  z = W h_L + b.  With a rank, W_l = U_l V_l.
class MlpNetImpl : public Classifier {
public:
    explicit MlpNetImpl(const MlpSize&);

    torch::Tensor forward(const torch::Tensor& images, std::optional<torch::Generator> = {}) override;
    /// The outputs of the hidden layers, in eval mode: [n, hidden] each.
    std::vector<torch::Tensor> hiddenOutputs(const torch::Tensor& images);
    /// W_l as it acts, whole or as a product.
    torch::Tensor weight(int layer) const;
    /// Takes the parameters of `whole`, its hidden matrices at the rank of this network or of `rank`, if that
    /// is lower.
    void approximate(const MlpNetImpl& whole, int rank);
    /// Replaces each hidden matrix by its best approximation of this rank.
    void project(int rank);

    const MlpSize size;
    std::vector<torch::Tensor> weights; ///< whole matrices; empty with a rank
    std::vector<torch::Tensor> u, v;    ///< with a rank
    std::vector<torch::Tensor> biases;
    torch::nn::Linear output{nullptr};

private:
    torch::Tensor hiddenLayer(int layer, const torch::Tensor& x) const;
};
TORCH_MODULE(MlpNet);

/// Parameters of a net with hidden matrices of rank `rank` (0: whole); the thin factors carry no bias of
/// their own.
std::int64_t mlpParameters(const MlpSize&, int rank);
Sketch mlpSketch(const MlpSize&);

/// The trained classifier of the run folder `path` (mnist-mlp's, or its best.pt), or, if `path` is empty, one
/// that is trained here for `epochs` in the stage "mlp". Other experiments start from it or ask it for its
/// opinion.
MlpNet obtainMlp(class Run&, const ImageSplits&, const std::string& path, double epochs);

} // namespace solus::train
