// The options of the denoisers that ship: of the network, the loss and the scenes.
#pragma once

#include "Tasks/DenoiseSolusTask.h"
#include "Tasks/RecordingExperiment.h"

#include <string>

namespace solus::train {

class DenoiserExperiment : public RecordingExperiment {
public:
    DenoiserExperiment();
    std::string group() const override { return "Product"; }
    /// Twenty-eight hours of speech would take ten gigabytes; the pools decode only what they need.
    DataNeeds needs() const override { return {.holdSpeech = false}; }
    void configure(CLI::App&, TrainOptions& defaults) override;

protected:
    /// The options with what follows from others. Throws Error if they contradict each other.
    const SolusOptions& checkedOptions(const TrainOptions&);

    SolusOptions options_;

private:
    std::string products_ = "float";
};

} // namespace solus::train
