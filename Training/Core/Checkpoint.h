// Everything that a run needs to continue as if it had never stopped.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <torch/torch.h>

namespace solus::train {

/// Batches, dropout and learning rate follow from seed and step alone, so no random generator's state is stored.
struct Progression {
    std::int64_t step = 0;
    double bestScore = -1e300;
    double seconds = 0.0;       ///< of training, over all sessions
    double lossSum = 0.0;       ///< over the steps since the last validation
    std::int64_t lossCount = 0; ///< number of those steps
};

/// Copies parameters and buffers; both models must have the same shape.
void copyModel(const torch::nn::Module& from, torch::nn::Module& to);

void saveModel(const torch::nn::Module&, const std::filesystem::path&);
/// Throws Error naming the file if it is broken or belongs to a different network.
void loadModel(torch::nn::Module&, const std::filesystem::path&);

/// A crash or a full disk leaves the old checkpoint intact; the previous one is kept, see Sealed.h. Throws WriteError.
void saveCheckpoint(const std::filesystem::path&, const torch::nn::Module& model,
                    const torch::nn::Module& average, const torch::optim::Optimizer&, const Progression&);
/// Falls back to the previous one if the last is damaged. Throws Error.
Progression loadCheckpoint(const std::filesystem::path&, torch::nn::Module& model, torch::nn::Module& average,
                           torch::optim::Optimizer&);

} // namespace solus::train
