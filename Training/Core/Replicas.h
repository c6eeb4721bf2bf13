// The model being trained and its copies, one per worker: together they compute the gradients of a step.
#pragma once

#include "Core/Task.h"
#include "Core/TrainOptions.h"
#include "Core/Workers.h"

#include <future>
#include <memory>
#include <torch/torch.h>
#include <vector>

namespace solus::train {

/// On the CPU each worker has its own model and makes its own part of the batch; on a GPU there is one model, and the
/// workers prepare the next batch in the meantime.
class Replicas {
public:
    /// Seeds torch's generator, so that models start the same in every run.
    Replicas(const Task&, const TrainOptions&);

    /// The first replica, which the optimiser updates.
    torch::nn::Module& model() const { return *replicas_[0]; }
    void toDevice();
    /// Copies the first replica to the others.
    void copyFirst();
    /// Accumulates the loss and gradients of one step in the first replica; returns the loss.
    double backward(std::int64_t step);

private:
    Batch shard(std::int64_t step, int worker) const;
    double backwardOnCpu(std::int64_t step);
    double backwardOnDevice(std::int64_t step);
    std::future<Batch> prefetch(std::int64_t step);

    const Task& task_;
    const TrainOptions options_;
    const torch::Device device_;
    std::vector<std::shared_ptr<torch::nn::Module>> replicas_;
    Workers workers_;
    std::future<Batch> next_; // last: it must end before the workers do
};

} // namespace solus::train
