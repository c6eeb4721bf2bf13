// An experiment that trains one network on recordings, as for all models that ship.
#pragma once

#include "Data/Library.h"
#include "Experiment.h"

namespace solus::train {

class RecordingExperiment : public Experiment {
public:
    /// The recordings that it trains on, and which of them are required.
    virtual DataNeeds needs() const { return {}; }
    /// Whether it mixes speech and noise, and so needs held-out talkers.
    virtual bool mixes() const { return true; }
    virtual std::unique_ptr<Task> makeTask(std::shared_ptr<const Library>, const TrainOptions&) = 0;

    void run(Run&) override;

protected:
    /// Loads the recordings of run.options.data; a few hundred of them in a quick run. Adds a description to the report,
    /// and sets the licence of the run's models if it is not given. Throws Error.
    std::shared_ptr<const Library> load(Run&) const;
    /// Plots the training curves and the columns of the validation that decided which model is kept.
    static void reportTraining(Run&);
    /// --optimiser and --products.
    static void addSpeedOptions(CLI::App&, TrainOptions& defaults, std::string& products);
};

} // namespace solus::train
