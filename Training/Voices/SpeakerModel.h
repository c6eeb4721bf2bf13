// What the speaker experiments have in common: what their networks hear, and the model file that runs live.
#pragma once

#include "Core/Export.h"

#include <string>
#include <torch/torch.h>
#include <vector>

namespace solus::train {

/// 2048 / 1024: long windows resolve the harmonics of a low voice, and fewer frames train faster.
StftSpec speakerStft();
/// Log magnitudes of mel bands below 7600 Hz: most recordings hold nothing above 8 kHz, and what lies there
/// would tell the corpus, not the voice.
FeatureSpec speakerFeatures(int bands, int runningMeanFrames);

/// x / |x| along the last dimension, as the engine's l2_normalise.
torch::Tensor ofLengthOne(const torch::Tensor& x);

/// normalisation -> GRUs -> pooling -> dense -> length 1, with its tensors. The pooling is the mean; mean and
/// deviation where the dense layer takes twice the GRU's units, weighted by `attention` if that is not null.
/// Name, description, score and training are the caller's.
ModelCard speakerCard(const torch::nn::LayerNorm&, const std::vector<torch::nn::GRU>&,
                      const torch::nn::Linear& attention, const torch::nn::Linear& embedding, TensorMap&);

} // namespace solus::train
