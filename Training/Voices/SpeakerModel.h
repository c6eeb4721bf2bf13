// What the speaker experiments share: the features of their networks, and the model file for live use.
#pragma once

#include "Core/Export.h"
#include "Core/NetPlan.h"

#include <torch/torch.h>

namespace solus::train {

/// 2048 / 1024: long windows resolve the harmonics of a low voice, and fewer frames train faster.
StftSpec speakerStft();
/// Log magnitudes of mel bands below 7600 Hz: most recordings contain nothing above 8 kHz, and what lies there would
/// identify the corpus, not the voice.
FeatureSpec speakerFeatures(int bands, int runningMeanFrames);

/// x / |x| along the last dimension, as in the engine's l2_normalise.
torch::Tensor ofLengthOne(const torch::Tensor& x);

/// The metadata for this network, which ends in l2_normalise. Name, score and training are left to the caller.
ModelCard speakerCard(const NetPlan&);

} // namespace solus::train
