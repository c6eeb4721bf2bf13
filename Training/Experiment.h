// One experiment of the lab: a name, options of its own, and the task that it trains. Each registers itself.
#pragma once

#include "Core/Task.h"
#include "Core/TrainOptions.h"
#include "Data/Library.h"

#include <CLI/CLI.hpp>
#include <memory>
#include <string>
#include <vector>

namespace solus::train {

class Experiment {
public:
    virtual ~Experiment() = default;

    virtual std::string name() const = 0;
    virtual std::string description() const = 0;
    /// The recordings that it trains on, which of them must be there.
    virtual DataNeeds needs() const = 0;
    /// Sets defaults and adds options of its own.
    virtual void configure(CLI::App&, TrainOptions& defaults) { (void)defaults; }
    virtual std::unique_ptr<Task> makeTask(std::shared_ptr<const Library>, const TrainOptions&) = 0;
};

/// All experiments, ordered by name.
std::vector<Experiment*> experiments();
void registerExperiment(std::unique_ptr<Experiment>);

/// `static const RegisterExperiment<DenoiseIbm> registered;` in the experiment's file.
template <class T>
struct RegisterExperiment {
    RegisterExperiment() { registerExperiment(std::make_unique<T>()); }
};

} // namespace solus::train
