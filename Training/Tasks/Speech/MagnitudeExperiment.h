// Shared by denoise-dense, denoise-cnn and denoise-autoencoder: everything but the network.
#pragma once

#include "Core/NetPlan.h"
#include "Tasks/RecordingExperiment.h"
#include "Tasks/Speech/MagnitudeTask.h"

namespace solus::train {

/// Trains network() on the magnitudes of mixtures, exports it, and lets the engine denoise the held-out files.
class MagnitudeExperiment : public RecordingExperiment {
public:
    MagnitudeExperiment();

    std::string group() const override { return "Speech"; }
    void configure(CLI::App&, TrainOptions& defaults) override;
    void quicken(TrainOptions&) override;
    std::unique_ptr<Task> makeTask(std::shared_ptr<const Library>, const TrainOptions&) override;
    void run(Run&) override;

    /// Takes 513 features per frame and gives 513 magnitudes; begins with an affine layer.
    virtual NetPlan network() const = 0;

protected:
    /// The name in the model file.
    virtual std::string modelName() const { return name(); }
    /// The equations, the same for all three.
    std::vector<std::string> equations() const;
    Sketch sketch() const;

private:
    MagnitudeOptions options_;
    std::string heldOut_;
};

/// The idea that all three share.
extern const char* const magnitudeIdea;

} // namespace solus::train
