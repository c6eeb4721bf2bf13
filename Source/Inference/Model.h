// An immutable model: the contents of one safetensors file. Shared by every network that runs it.
#pragma once

#include "Base/EngineRate.h"
#include "Inference/LayerGraph.h"
#include "Inference/Mask.h"
#include "Inference/PackedMatrix.h"
#include "Inference/Safetensors.h"
#include "Inference/ScoreSpec.h"

#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace solus {

/// One file = one model; the format is described in docs/model-format.md, and ModelFile.cpp reads and writes it.
struct Model {
    std::string name; ///< e.g. "denoise-ibm"
    std::string
        kind; ///< "denoiser", "isolator" (a denoiser that keeps only the enrolled voice) or "embedder"
    std::string hash; ///< SHA-256 of the whole file, 64 hex digits: the model's identity
    int sampleRate = engineRate;
    StftSpec stft;
    FeatureSpec features;
    LayerGraph graph;
    std::optional<MaskSpec> mask;   ///< of a denoiser or isolator
    std::optional<ScoreSpec> score; ///< of an embedder
    std::string voiceEmbedder;      ///< of an isolator: the hash of the embedder of its voices
    std::map<std::string, std::string>
        about; ///< all other metadata: licence, description, training as JSON ...
    TensorMap tensors;
    size_t bytes = 0;                           ///< size of the file
    size_t parameters = 0;                      ///< number of trained parameters
    int inputSize = 0;                          ///< features per frame, from `features` and `stft`
    int outputSize = 0;                         ///< values of the last layer
    int voiceSize = 0;                          ///< values of the enrolled voice, for an isolator
    std::map<std::string, PackedMatrix> packed; ///< the weights of `tensors` in the kernels' layout

    /// Hops by which a denoiser's output is late, beyond its STFT.
    int lookAhead() const noexcept { return mask ? mask->lookAhead : 0; }
    /// From input to output, in samples at 48 kHz.
    int latency() const noexcept { return stft.latency() + lookAhead() * stft.hop; }
    /// Whether it can take a denoiser's place while that runs: the spectra of both are of the same moments.
    bool runsInStepWith(const Model& other) const noexcept {
        return stft == other.stft && lookAhead() == other.lookAhead();
    }

    /// Parses and checks everything; builds a throw-away Network to prove that the graph matches the tensors.
    /// `origin` names the file in error messages. Throws Error; never crashes on hostile bytes.
    static std::shared_ptr<const Model> parse(std::span<const std::byte> file, const std::string& origin);
    static std::shared_ptr<const Model> load(const std::string& path);
};

/// Serialises a model as Model::parse() accepts it. The fields hash, bytes, parameters, sizes and packed are ignored.
std::vector<std::byte> writeModel(const Model& model, Storage);

} // namespace solus
