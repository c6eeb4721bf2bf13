// An experiment that trains one network on recordings: the shape of all models that ship.
#pragma once

#include "Data/Library.h"
#include "Experiment.h"

namespace solus::train {

class RecordingExperiment : public Experiment {
public:
    /// The recordings that it trains on, which of them must be there.
    virtual DataNeeds needs() const { return {}; }
    /// Whether it mixes speech and noise, and so needs talkers that are kept for validation.
    virtual bool mixes() const { return true; }
    virtual std::unique_ptr<Task> makeTask(std::shared_ptr<const Library>, const TrainOptions&) = 0;

    void run(Run&) override;

protected:
    /// The recordings of run.options.data; a few hundred of them in a quick run. Tells the report what they are, and the run
    /// under which licence its models are, if it does not know. Throws Error.
    std::shared_ptr<const Library> load(Run&) const;
    /// Curves, and the columns of the validation that chose the model.
    static void reportTraining(Run&);
};

} // namespace solus::train
