// An immutable model: what one safetensors file says. Shared by every network that runs it.
#pragma once

#include "Base/EngineRate.h"
#include "Inference/PackedMatrix.h"
#include "Inference/Safetensors.h"
#include "Signal/Features.h"
#include "Signal/StftSpec.h"

#include <cstddef>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <span>
#include <string>

namespace solus {

/// One file = one model; the format is described in docs/model-format.md.
struct Model {
    std::string name; ///< e.g. "denoise-ibm"
    std::string kind; ///< "denoiser" or "embedder"
    std::string hash; ///< SHA-256 of the whole file, 64 hex digits: the model's identity
    int sampleRate = engineRate;
    StftSpec stft;
    FeatureSpec features;
    nlohmann::json layers;   ///< the layer graph, an array of objects
    nlohmann::json metadata; ///< everything else the file says (training data, licence, score, mask, ...)
    TensorMap tensors;
    size_t bytes = 0;                           ///< size of the file
    size_t parameters = 0;                      ///< number of trained values
    int inputSize = 0;                          ///< features a frame, as `features` and `stft` say
    int outputSize = 0;                         ///< values that the last layer returns
    std::map<std::string, PackedMatrix> packed; ///< the weights of `tensors` in the kernels' order

    /// Parses and checks everything, builds a throw-away Network to prove that the graph fits the tensors.
    /// `origin` names the file in error messages. Throws Error; never crashes on hostile bytes.
    static std::shared_ptr<const Model> parse(std::span<const std::byte> file, const std::string& origin);
    static std::shared_ptr<const Model> load(const std::string& path);
};

/// The bytes of a model file that Model::parse() accepts: name, kind, stft, features, layers, metadata and
/// tensors of `model` (the other fields are derived). `layers` and `metadata` are written as they are.
std::vector<std::byte> writeModel(const Model& model, Storage);

} // namespace solus
