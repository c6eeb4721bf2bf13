// The training step that both GANs share.
#include "Tasks/Images/Adversaries.h"

#include <ATen/CPUGeneratorImpl.h>

namespace solus::train {

DenseStackImpl::DenseStackImpl(const std::vector<int>& units) {
    for (size_t i = 0; i + 1 < units.size(); ++i)
        layers_.push_back(
            register_module("dense" + std::to_string(i + 1), torch::nn::Linear(units[i], units[i + 1])));
}

torch::Tensor DenseStackImpl::forward(torch::Tensor x) {
    for (size_t i = 0; i < layers_.size(); ++i) {
        x = layers_[i]->forward(x);
        if (i + 1 < layers_.size()) x = torch::leaky_relu(x, 0.2);
    }
    return x;
}

AdversariesImpl::AdversariesImpl(const std::vector<int>& generatorUnits,
                                 const std::vector<int>& discriminatorUnits) {
    generator = register_module("generator", DenseStack(generatorUnits));
    discriminator = register_module("discriminator", DenseStack(discriminatorUnits));
}

torch::Tensor AdversariesImpl::draw(const torch::Tensor& condition, const torch::Tensor& noise) {
    return torch::tanh(generator->forward(torch::cat({noise, condition}, 1)));
}

torch::Tensor AdversaryTask::loss(torch::nn::Module& model, const Batch& batch,
                                  torch::Generator generator) const {
    return losses(dynamic_cast<AdversariesImpl&>(model), batch, std::move(generator)).discriminator;
}

double AdversaryTask::backward(torch::nn::Module& model, const Batch& batch,
                               torch::Generator generator) const {
    auto& net = dynamic_cast<AdversariesImpl&>(model);
    const auto both = losses(net, batch, std::move(generator));
    backwardBoth(net, both.discriminator, both.generator);
    return both.discriminator.item<double>();
}

torch::Tensor discriminatorLoss(const torch::Tensor& realLogits, const torch::Tensor& madeLogits) {
    return torch::softplus(-realLogits).mean() + torch::softplus(madeLogits).mean();
}

torch::Tensor generatorLoss(const torch::Tensor& madeLogits) {
    return torch::softplus(-madeLogits).mean();
}

void backwardBoth(AdversariesImpl& net, const torch::Tensor& discriminatorLoss,
                  const torch::Tensor& generatorLoss) {
    const auto give = [](const std::vector<torch::Tensor>& parameters, const torch::Tensor& loss) {
        const auto gradients = torch::autograd::grad({loss}, parameters);
        for (size_t i = 0; i < parameters.size(); ++i) parameters[i].mutable_grad() = gradients[i];
    };
    const auto critics = net.discriminator->parameters(), makers = net.generator->parameters();
    give(critics, discriminatorLoss);
    give(makers, generatorLoss);
}

void AdversaryExperiment::adversaryDefaults(CLI::App& app, TrainOptions& defaults, double epochs) {
    imageDefaults(defaults, epochs);
    defaults.rate = 4e-4;
    defaults.beta1 = 0.5; // Radford et al. 2015: with more momentum the two players oscillate
    defaults.average = 0.998;
    app.add_option("--noise", noise_, "Random inputs of the generator")->check(CLI::Range(1, 4096));
    app.add_option("--hidden", hidden_, "Units of the larger hidden layers")->check(CLI::Range(2, 16384));
}

torch::Tensor oneHot(const torch::Tensor& labels) {
    return torch::one_hot(labels, 10).to(torch::kFloat32);
}

torch::Generator generatorOf(std::uint64_t seed) {
    return at::make_generator<at::CPUGeneratorImpl>(seed);
}

torch::Tensor noiseLike(std::int64_t rows, std::int64_t columns, torch::Generator generator) {
    return torch::randn({rows, columns}, std::move(generator), torch::kFloat32);
}

} // namespace solus::train
