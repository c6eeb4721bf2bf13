// One run of an experiment: its options, its folder, its report, and the training of its networks.
#pragma once

#include "Core/RunFolder.h"
#include "Core/Task.h"
#include "Core/TrainOptions.h"
#include "Lab/Report.h"

#include <chrono>
#include <string>

namespace solus::train {

/// The run was interrupted, or its time is up; what has been trained is kept, and --resume continues from it.
struct Stopped {};

class Run {
public:
    Run(std::string name, TrainOptions wanted, RunFolder& place)
        : options(std::move(wanted)), folder(place), licence(options.licence), name_(std::move(name)) {}

    const TrainOptions options;
    RunFolder& folder;
    Report report;
    std::string licence; ///< of the exported models: options.licence, or what the recordings' manifests say

    const std::string& name() const { return name_; }

    /// Trains `task` into the folder's subfolder `stage` (empty: into the folder itself). A stage that an earlier session
    /// finished or interrupted continues from there. Returns the model of the best validation, in eval mode, on the CPU.
    /// Throws Stopped.
    template <class Net>
    Net train(const Task& task, const std::string& stage, const TrainOptions& own) {
        return Net(std::dynamic_pointer_cast<typename Net::ContainedType>(trainModule(task, stage, own)));
    }
    template <class Net>
    Net train(const Task& task, const std::string& stage = {}) {
        return train<Net>(task, stage, options);
    }
    std::shared_ptr<torch::nn::Module> trainModule(const Task&, const std::string& stage, TrainOptions);

    /// The options for `epochs` passes over `items` examples, with one validation per pass.
    TrainOptions inEpochs(double epochs, std::int64_t items) const;
    /// Throws Stopped if a signal arrived or the time is up: for loops that do not use train().
    void checkStopped() const;

private:
    double minutesUsed() const;

    const std::string name_;
    const std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

} // namespace solus::train
