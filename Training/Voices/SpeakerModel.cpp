// The model file of a speaker network.
#include "Voices/SpeakerModel.h"

namespace solus::train {

StftSpec speakerStft() {
    StftSpec spec;
    spec.fftSize = spec.synthesis = 2048, spec.hop = 1024;
    return spec;
}

FeatureSpec speakerFeatures(int bands, int runningMeanFrames) {
    FeatureSpec spec;
    spec.type = "log_mel";
    spec.bands = bands;
    spec.lowHz = 60.0;
    spec.highHz = 7600.0;
    spec.runningMeanFrames = runningMeanFrames;
    return spec;
}

torch::Tensor ofLengthOne(const torch::Tensor& x) {
    return torch::nn::functional::normalize(x, torch::nn::functional::NormalizeFuncOptions().dim(-1));
}

ModelCard speakerCard(const NetPlan& plan) {
    ModelCard card;
    card.kind = "embedder";
    card.licence = "CC BY-SA 4.0";
    card.stft = speakerStft();
    card.graph = plan.graph();
    card.description = plan.outline();
    return card;
}

} // namespace solus::train
