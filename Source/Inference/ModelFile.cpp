// Reads and writes model files, with all the checks that make a Model trustworthy.
#include "Inference/Model.h"

#include "Base/Error.h"
#include "Base/Json.h"
#include "Base/Sha256.h"
#include "Base/Text.h"
#include "Inference/ModelJson.h"
#include "Inference/Network.h"

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>

namespace solus {
namespace {

using Metadata = std::map<std::string, std::string>;

constexpr size_t maxFileBytes = 300'000'000, maxParameters = 64'000'000, maxPacked = 256'000'000;
constexpr std::string_view newestVersion = "4"; // all have one digit
const std::set<std::string> ownKeys = {"format",   "version", "name", "kind",  "sample_rate",   "stft",
                                       "features", "layers",  "mask", "score", "voice_embedder"};

std::string require(const Metadata& metadata, const std::string& key) {
    const auto found = metadata.find(key);
    if (found == metadata.end()) throw Error("not a Solus model: its metadata have no " + inQuotes(key));
    return found->second;
}

void readMetadata(const Metadata& metadata, Model& model) {
    if (require(metadata, "format") != "solus-model")
        throw Error("not a Solus model: its format is " + inQuotes(metadata.at("format")));
    if (const auto version = require(metadata, "version");
        version.size() != 1 || version < "1" || version > newestVersion)
        throw Error("model format version " + inQuotes(metadata.at("version")) +
                    " is unknown: made by a newer Solus, which can open it");
    model.name = require(metadata, "name");
    if (model.name.empty() || model.name != oneLine(model.name) || model.name.size() > 100)
        throw Error("the model's name must be 1 to 100 characters on one line");
    model.kind = require(metadata, "kind");
    if (model.kind != "denoiser" && model.kind != "isolator" && model.kind != "embedder")
        throw Error("the model's kind is " + inQuotes(model.kind) +
                    "; it must be denoiser, isolator or embedder");
    if (require(metadata, "sample_rate") != "48000")
        throw Error("the model's sample_rate is " + inQuotes(metadata.at("sample_rate")) +
                    "; only 48000 is supported");
    const auto part = [&metadata](const char* key) { return parseJson(require(metadata, key), key); };
    model.stft = stftSpecFromJson(part("stft"));
    model.features = featureSpecFromJson(part("features"));
    const FeatureExtractor extractor(model.features, model.stft);
    model.inputSize = extractor.size();
    if (model.kind == "embedder" && extractor.needsSpectra())
        throw Error("an embedder takes powers only: phase_bins of its features must be 0");
    model.graph = layerGraphFromJson(part("layers"));
    if (model.kind == "embedder")
        model.score = scoreSpecFromJson(part("score"));
    else
        model.mask = maskSpecFromJson(part("mask"));
    const auto& version = metadata.at("version");
    if (model.lookAhead() > 0 && version < "3")
        throw Error("the mask has a look_ahead, which needs format version 3");
    if (model.mask && model.mask->every > 1 && version < "4")
        throw Error("the mask has every, which needs format version 4");
    if (model.kind == "isolator") model.voiceEmbedder = require(metadata, "voice_embedder");
    for (const auto& [key, text] : metadata)
        if (!ownKeys.contains(key)) model.about[key] = text;
}

/// The weight of a convolution, [outputs, channels, kernel], as [outputs, kernel, channels]: see LayerPlan::convolution().
std::vector<float> byPosition(const Tensor& weight) {
    const size_t channels = weight.shape[1], kernel = weight.shape[2];
    std::vector<float> turned(weight.values.size());
    for (size_t i = 0; i < turned.size(); ++i) {
        const size_t k = i % kernel, c = i / kernel % channels, output = i / kernel / channels;
        turned[(output * kernel + k) * channels + c] = weight.values[i];
    }
    return turned;
}

/// Packs all weights into the kernels' layout, once per model instead of once per network.
void packWeights(Model& model) {
    size_t padded = 0;
    for (const auto& [name, tensor] : model.tensors) {
        model.parameters += tensor.values.size();
        if (model.parameters > maxParameters) throw Error("it has more than 64 million parameters");
        if (tensor.shape.size() < 2 || tensor.values.empty() || name.starts_with("score.")) continue;
        const size_t rows = tensor.shape[0], cols = tensor.values.size() / rows;
        padded += PackedMatrix::paddedSize(rows, cols);
        if (padded > maxPacked) throw Error("its weight matrices are too large");
        const auto& values = tensor.shape.size() == 3 ? byPosition(tensor) : tensor.values;
        model.packed.emplace(name, PackedMatrix(values, static_cast<int>(rows), static_cast<int>(cols)));
    }
}

void checkShape(const Model& model, const std::string& name, const std::vector<int>& shape) {
    const auto found = model.tensors.find(name);
    if (found == model.tensors.end()) throw Error("tensor " + inQuotes(name) + " is missing");
    if (found->second.shape != shape) throw Error("tensor " + inQuotes(name) + " has the wrong shape");
}

void checkMask(const Model& model) {
    const int wanted = Mask(*model.mask, model.stft, model.features, model.sampleRate).size();
    if (wanted != model.outputSize)
        throw Error("the network returns " + std::to_string(model.outputSize) +
                    " values, which is not what its mask takes: " + std::to_string(wanted));
}

void checkScore(const Model& model) {
    if (model.score->type == ScoreSpec::Type::absDifference) {
        checkShape(model, "score.weight", {1, model.outputSize});
        checkShape(model, "score.bias", {1});
        return;
    }
    const auto cohort = model.tensors.find("score.cohort");
    if (cohort == model.tensors.end()) return;
    const int voices = cohort->second.shape.empty() ? 0 : cohort->second.shape.front();
    checkShape(model, "score.cohort", {voices, model.outputSize});
    constexpr int most = 4096; // the audio thread loops over them
    if (voices > most || model.score->nearest < 2 || model.score->nearest > voices)
        throw Error(
            "score.cohort must hold 2 to 4096 embeddings, at least as many as \"nearest\" says, and that 2");
}

std::shared_ptr<const Model> parseUnnamed(std::span<const std::byte> bytes, const std::string& origin) {
    SafetensorsFile file = readSafetensors(bytes, origin);
    auto model = std::make_shared<Model>();
    readMetadata(file.metadata, *model);
    model->tensors = std::move(file.tensors);
    model->bytes = bytes.size();
    model->hash = sha256Hex(bytes);
    packWeights(*model);
    const Network network(model);
    model->outputSize = network.outputSize();
    model->voiceSize = network.voiceSize();
    if ((model->kind == "isolator") != (model->voiceSize > 0))
        throw Error(model->kind == "isolator" ? "an isolator needs a layer of type voice"
                                              : "only an isolator may have a layer of type voice");
    model->kind == "embedder" ? checkScore(*model) : checkMask(*model);
    return model;
}

/// The lowest whose readers do not ignore anything: those of version 1 would ignore the level, those of 2 the look-ahead,
/// those of 3 the hops for which a mask holds.
std::string versionOf(const Model& model) {
    if (model.mask && model.mask->every > 1) return "4";
    return model.lookAhead() > 0 ? "3" : model.features.level ? "2" : "1";
}

} // namespace

std::shared_ptr<const Model> Model::parse(std::span<const std::byte> bytes, const std::string& origin) {
    try {
        return parseUnnamed(bytes, origin);
    } catch (const std::exception& e) {
        const std::string message = e.what();
        throw Error(oneLine(message.starts_with(origin + ": ") ? message : origin + ": " + message, 400));
    }
}

std::shared_ptr<const Model> Model::load(const std::string& path) {
    std::ifstream stream(std::filesystem::path(path), std::ios::binary | std::ios::ate);
    const std::streamoff size = stream ? static_cast<std::streamoff>(stream.tellg()) : -1;
    if (size < 0) throw Error(path + ": cannot be opened as a model file");
    if (static_cast<size_t>(size) > maxFileBytes) throw Error(path + ": too large for a model file");
    std::vector<std::byte> bytes(static_cast<size_t>(size));
    stream.seekg(0);
    if (!stream.read(reinterpret_cast<char*>(bytes.data()), size)) throw Error(path + ": cannot be read");
    return parse(bytes, path);
}

std::vector<std::byte> writeModel(const Model& model, Storage storage) {
    SafetensorsFile file{model.tensors, {}};
    file.metadata = {{"format", "solus-model"},
                     {"version", versionOf(model)},
                     {"name", model.name},
                     {"kind", model.kind},
                     {"sample_rate", std::to_string(model.sampleRate)},
                     {"stft", toJson(model.stft).dump()},
                     {"features", toJson(model.features).dump()},
                     {"layers", toJson(model.graph).dump()}};
    if (model.mask) file.metadata["mask"] = toJson(*model.mask).dump();
    if (model.score) file.metadata["score"] = toJson(*model.score).dump();
    if (!model.voiceEmbedder.empty()) file.metadata["voice_embedder"] = model.voiceEmbedder;
    file.metadata.insert(model.about.begin(), model.about.end());
    return writeSafetensors(file, storage);
}

} // namespace solus
