// One experiment of the lab: its name, its story, its own options, and what it does. Each registers itself and is a
// subcommand of solus-train.
#pragma once

#include "Core/TrainOptions.h"
#include "Lab/Run.h"
#include "Lab/Story.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>
#include <string>
#include <vector>

namespace solus::train {

class Experiment {
public:
    virtual ~Experiment() = default;

    virtual std::string name() const = 0;
    virtual std::string description() const = 0; ///< one line
    virtual std::string group() const = 0;       ///< "MNIST", "CIFAR-10", "Speech", "Product"
    virtual Story story() const = 0;             ///< given the options that configure() has set
    /// Sets defaults and adds the experiment's own options.
    virtual void configure(CLI::App&, TrainOptions& defaults) { (void)defaults; }
    /// Shortens the run to about a minute (--quick): fewer steps or epochs, less data. The options as changed here are
    /// what the run's config.json and report state. Overrides must call this one, too.
    virtual void quicken(TrainOptions& options) {
        if (options.epochs > 0.0) {
            options.epochs = std::min(options.epochs, 2.0);
            if (options.limit == 0) options.limit = 3000;
        } else
            options.steps = std::min(options.steps, options.quickSteps);
    }
    /// Trains, measures and plots, and adds the results to run.report. Throws Error for bad input, TrainingError if the
    /// loss is not finite, Stopped if interrupted.
    virtual void run(Run&) = 0;
};

/// New instances of all experiments, sorted by name, each with its defaults, so that options of one run do not affect the
/// next.
std::vector<std::unique_ptr<Experiment>> experiments();
/// A new instance; nullptr if there is none of that name.
std::unique_ptr<Experiment> findExperiment(const std::string& name);
using MakeExperiment = std::unique_ptr<Experiment> (*)();
void registerExperiment(MakeExperiment);

/// `static const RegisterExperiment<DenoiseIbm> registered;` in the experiment's file.
template <class T>
struct RegisterExperiment {
    RegisterExperiment() {
        registerExperiment([]() -> std::unique_ptr<Experiment> { return std::make_unique<T>(); });
    }
};

/// Reads the options and runs the experiment, from creating the folder to writing the report; returns the exit code.
/// Throws Error for bad input. `program` is how the command was called, for the report.
int runExperiment(Experiment&, const std::vector<std::string>& arguments);

/// Declares the options that all experiments share, after the experiment's own.
void configureExperiment(Experiment&, CLI::App&, TrainOptions&);

} // namespace solus::train
