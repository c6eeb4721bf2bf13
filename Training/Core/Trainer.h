// The training loop: data-parallel, averaged, validated, interruptible and resumable.
#pragma once

#include "Core/RunFolder.h"
#include "Core/Task.h"
#include "Core/TrainOptions.h"

#include <stdexcept>

namespace solus::train {

/// A failure that is not due to the user's input: exit code 1.
struct TrainingError : std::runtime_error {
    using std::runtime_error::runtime_error;
};

struct TrainResult {
    std::int64_t step = 0;
    double bestScore = 0.0;
    bool validated = false; ///< at least once, otherwise bestScore is meaningless
    bool finished = false;  ///< false: stopped by a signal or by the time limit; resumable
};

/// Trains `task` into `folder`, from its checkpoint if options.resume. `name` names the exported file. On the CPU each
/// worker has a replica of the model and makes its own part of the batch; gradients are averaged in a fixed order, so the
/// same number of workers gives the same bits. On a GPU the workers prepare the next batch while the model trains on the
/// current one. Throws TrainingError if the loss is not finite; the last checkpoint stays.
TrainResult train(const std::string& name, const Task& task, const TrainOptions& options, RunFolder& folder);

/// Learning rate of `step`: 200 steps of warm-up (a tenth of a short run), then half a cosine down to 2 % of the peak at
/// the last step; or constantly the peak, with options.constantRate.
double learningRate(const TrainOptions&, std::int64_t step);

/// SIGINT and SIGTERM end train() after the current step, with a checkpoint and an export.
void stopOnSignals();
/// Whether a signal has arrived. Tests set it with requestStop().
bool stopRequested();
void requestStop(bool);

} // namespace solus::train
