// Writes a trained network as a model file of libsolus.
#pragma once

#include "Inference/Model.h"

#include <filesystem>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <torch/torch.h>

namespace solus::train {

/// The metadata of a model file, see docs/model-format.md.
struct ModelCard {
    std::string name, kind, description;
    std::string licence = "not stated"; ///< if the training data states none
    StftSpec stft;
    FeatureSpec features;
    LayerGraph graph;
    std::optional<MaskSpec> mask;   ///< of a denoiser or isolator
    std::optional<ScoreSpec> score; ///< of an embedder
    std::string voiceEmbedder;      ///< of an isolator: the hash of the embedder of its voices
    nlohmann::json training;
};

solus::Tensor toTensor(const torch::Tensor&);

/// The tensor `name` of a model file, multiplied out if it is stored as NAME.u and NAME.v. Throws Error if it is missing
/// or has another shape.
torch::Tensor stored(const TensorMap&, const std::string& name, torch::IntArrayRef shape);

/// Rounds to f16; see writeWhole().
void writeModel(const std::filesystem::path&, const ModelCard&, TensorMap);

} // namespace solus::train
