// Two adversarial networks: the training step that both GANs share, and their options.
#pragma once

#include "Tasks/Images/ImageExperiment.h"
#include "Tasks/Images/ImageTask.h"

#include <torch/torch.h>
#include <vector>

namespace solus::train {

/// Dense layers with leaky ReLUs between them; the last one is linear.
class DenseStackImpl : public torch::nn::Module {
public:
    /// units: {inputs, hidden ..., outputs}
    explicit DenseStackImpl(const std::vector<int>& units);
    torch::Tensor forward(torch::Tensor x);

private:
    std::vector<torch::nn::Linear> layers_;
};
TORCH_MODULE(DenseStack);

/// The module of a GAN: the parameters of both sides, trained by one optimiser, each with its own loss.
class AdversariesImpl : public torch::nn::Module {
public:
    AdversariesImpl(const std::vector<int>& generatorUnits, const std::vector<int>& discriminatorUnits);

    /// Images [n, pixels] in -1 ... 1 for conditions [n, c] and noise [n, z].
    torch::Tensor draw(const torch::Tensor& condition, const torch::Tensor& noise);

    DenseStack generator{nullptr}, discriminator{nullptr};
};
TORCH_MODULE(Adversaries);

/// Losses of the two sides (Goodfellow et al. 2014, the generator's in its non-saturating form), from the discriminator's
/// logits for real and generated images:
///   L_D = softplus(-real) + softplus(made),   L_G = softplus(-made)
torch::Tensor discriminatorLoss(const torch::Tensor& realLogits, const torch::Tensor& madeLogits);
torch::Tensor generatorLoss(const torch::Tensor& madeLogits);

/// Gradients of each loss reach only the parameters of its own side.
void backwardBoth(AdversariesImpl&, const torch::Tensor& discriminatorLoss,
                  const torch::Tensor& generatorLoss);

struct AdversaryLosses {
    torch::Tensor discriminator, generator;
};

/// Adversarial training on images: each step updates both sides, each with its own loss.
class AdversaryTask : public ImageTask {
public:
    using ImageTask::ImageTask;
    virtual AdversaryLosses losses(AdversariesImpl&, const Batch&, torch::Generator) const = 0;

    /// The discriminator's loss, for the curves.
    torch::Tensor loss(torch::nn::Module&, const Batch&, torch::Generator) const final;
    double backward(torch::nn::Module&, const Batch&, torch::Generator) const final;
};

/// Adversarial training on MNIST: its options and the optimiser's settings.
class AdversaryExperiment : public MnistExperiment {
protected:
    explicit AdversaryExperiment(int noise) : noise_(noise) {}
    void adversaryDefaults(CLI::App&, TrainOptions&, double epochs);

    int noise_, hidden_ = 512;
};

/// Class labels as one-hot rows.
torch::Tensor oneHot(const torch::Tensor& labels);

torch::Generator generatorOf(std::uint64_t seed);
/// Standard normal numbers.
torch::Tensor noiseLike(std::int64_t rows, std::int64_t columns, torch::Generator);

} // namespace solus::train
