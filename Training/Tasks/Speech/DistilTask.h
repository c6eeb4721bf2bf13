// Trains a small network to reproduce the outputs of a large one, on mixtures new to both.
#pragma once

#include "Core/Task.h"
#include "Core/TorchGraph.h"
#include "Data/Mixer.h"

#include <memory>
#include <vector>

namespace solus::train {

/// The factors of a truncated singular value decomposition are the best ones for the weights, not for the outputs; this
/// fine-tunes them (Hinton et al. 2015, "Distilling the knowledge in a neural network"):
///   L = mean (y − y*)²        y* the output of the full network
class DistilTask : public Task {
public:
    /// `whole` must have features without phase bins.
    DistilTask(std::shared_ptr<const Model> whole, int rank, std::shared_ptr<const Library>,
               const MixerOptions&, std::uint64_t seed, int validationMixtures);

    /// The network at this rank, before any fine-tuning.
    std::shared_ptr<torch::nn::Module> makeModel() const override;
    Batch makeBatch(std::int64_t step, int first, int count) const override;
    torch::Tensor loss(torch::nn::Module&, const Batch&, torch::Generator) const override;
    /// Score: minus the error on mixtures of held-out talkers and noises.
    Validation validate(torch::nn::Module&, torch::Device) const override;
    /// The model file of the compressed network: the full network's metadata, the rank, and half precision.
    void exportModel(torch::nn::Module&, const std::filesystem::path&,
                     const nlohmann::json& training) const override;

private:
    torch::Tensor featuresOf(const Mixture&) const; ///< frames x features

    const std::shared_ptr<const Model> whole_;
    const int rank_;
    const std::uint64_t seed_;
    mutable TorchGraph teacher_;
    const Mixer mixer_;
    std::vector<torch::Tensor> validation_;
};

/// `model` with the weights of `net` in place of its own, as the bytes of a model file in half precision.
std::vector<std::byte> compressedFile(const Model& model, const TorchGraphImpl& net, int rank);

} // namespace solus::train
