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

/// A model file of a speaker network is put together in this order. Name, description of the rest, score and
/// training are the caller's.
ModelCard speakerCard(const torch::nn::LayerNorm&, TensorMap&);
void addGrus(ModelCard&, TensorMap&, const std::vector<torch::nn::GRU>&);
/// pooling -> dense -> length 1. The pooling is the mean; mean and deviation where the dense layer takes twice as
/// many values as there are `units`, weighted by `attention` if that is not null.
void addPooledEmbedding(ModelCard&, TensorMap&, int units, const torch::nn::Linear& attention,
                        const torch::Tensor& weight, const torch::Tensor& bias);

} // namespace solus::train
