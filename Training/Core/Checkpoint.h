// Everything that a run needs to go on as if it had never stopped.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <torch/torch.h>

namespace solus::train {

/// Batches, dropout and learning rate follow from seed and step alone, so there is no state of a random
/// generator.
struct Progression {
    std::int64_t step = 0;
    double bestScore = -1e300;
    double seconds = 0.0;       ///< of training, over all sittings
    double lossSum = 0.0;       ///< over the steps since the last validation,
    std::int64_t lossCount = 0; ///< so many
};

/// Copies parameters and buffers; both models must have the same shape.
void copyModel(const torch::nn::Module& from, torch::nn::Module& to);

void saveModel(const torch::nn::Module&, const std::filesystem::path&);
/// Throws Error naming the file if it is broken or holds another network.
void loadModel(torch::nn::Module&, const std::filesystem::path&);

/// A crash or a full disk leaves the old checkpoint; the one before the last is kept, see Sealed.h. Throws WriteError.
void saveCheckpoint(const std::filesystem::path&, const torch::nn::Module& model,
                    const torch::nn::Module& average, const torch::optim::Optimizer&, const Progression&);
/// Goes back to the one before if the last one is damaged. Throws Error.
Progression loadCheckpoint(const std::filesystem::path&, torch::nn::Module& model, torch::nn::Module& average,
                           torch::optim::Optimizer&);

} // namespace solus::train
