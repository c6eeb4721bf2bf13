// What an experiment provides to the trainer: a model, batches, a loss, a validation and an export.
#pragma once

#include "Base/Error.h"
#include "Inference/Model.h"

#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <torch/torch.h>
#include <utility>
#include <vector>

namespace solus::train {

/// The tensors of a batch or a part of one; dimension 0 is the item.
using Batch = std::vector<torch::Tensor>;

struct Validation {
    double score = 0.0;                                 ///< higher is better: decides which model is kept
    std::vector<std::pair<std::string, double>> values; ///< columns of metrics.csv, always the same
};

/// The trainer calls makeBatch() and loss() from several threads at once, each with its own model; everything else from
/// one thread. All randomness must come from the arguments, so that a resumed run repeats an uninterrupted one.
class Task {
public:
    virtual ~Task() = default;

    virtual std::shared_ptr<torch::nn::Module> makeModel() const = 0;
    /// Called once on a fresh model, e.g. to measure the statistics that normalise its inputs.
    virtual void prepareModel(torch::nn::Module&) const {}
    /// Called on a fresh model in place of prepareModel(): loads the weights of an exported model. Throws Error if they
    /// belong to a different network.
    virtual void startFrom(torch::nn::Module&, const Model&) const {
        throw Error("this experiment can only start from a checkpoint, best.pt of another of its runs");
    }
    /// Items first ... first + count - 1 of the batch of `step`, on the CPU.
    virtual Batch makeBatch(std::int64_t step, int first, int count) const = 0;
    /// A scalar; model and batch lie on the same device, `generator` on the CPU.
    virtual torch::Tensor loss(torch::nn::Module&, const Batch&, torch::Generator generator) const = 0;
    /// Adds to the model's gradients, and returns the loss. Overridden for adversarial networks, where each side has its
    /// own loss.
    virtual double backward(torch::nn::Module& model, const Batch& batch, torch::Generator generator) const {
        const auto value = loss(model, batch, std::move(generator));
        value.backward();
        return value.item<double>();
    }
    /// The learning rate of a parameter, as a fraction of the run's.
    virtual double rateFactor(const std::string& parameter) const { return (void)parameter, 1.0; }
    /// Called after each step of the optimiser, e.g. to project weights onto a set.
    virtual void afterStep(torch::nn::Module&, std::int64_t step) const { (void)step; }
    /// The model is in eval mode, gradients are off.
    virtual Validation validate(torch::nn::Module&, torch::Device) const = 0;
    /// Writes the model (on the CPU) for libsolus, if libsolus can run it. `training` is the record of its training.
    virtual void exportModel(torch::nn::Module& model, const std::filesystem::path& path,
                             const nlohmann::json& training) const {
        (void)model, (void)path, (void)training;
    }
};

} // namespace solus::train
