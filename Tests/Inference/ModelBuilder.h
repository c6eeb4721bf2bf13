// Small synthetic models in memory, with seeded random weights.
#pragma once

#include "Inference/Half.h"
#include "Inference/Model.h"
#include "Inference/Network.h"

#include <cmath>
#include <memory>
#include <nlohmann/json.hpp>
#include <random>
#include <string>
#include <vector>

namespace solus {

class ModelBuilder {
public:
    /// An embedder that takes `inputSize` values per frame (at most 513) and returns the output of its last layer.
    explicit ModelBuilder(int inputSize, unsigned seed = 1) : random_(seed) {
        model.name = "test";
        model.kind = "embedder";
        model.features.type = "log_erb";
        model.features.bands = inputSize;
        model.about = {{"licence", "CC0-1.0"}};
    }

    ModelBuilder& layer(nlohmann::json entry) {
        layers.push_back(std::move(entry));
        return *this;
    }

    ModelBuilder& tensor(const std::string& name, std::vector<int> shape, float low = -0.5f,
                         float high = 0.5f) {
        size_t count = 1;
        for (int extent : shape) count *= static_cast<size_t>(extent);
        model.tensors[name] = {std::move(shape), randomVector(count, low, high)};
        return *this;
    }

    std::vector<float> randomVector(size_t count, float low = -1.0f, float high = 1.0f) {
        std::uniform_real_distribution<float> uniform(low, high);
        std::vector<float> values(count);
        for (float& value : values) value = uniform(random_);
        return values;
    }

    /// As writeModel() writes it, but with `layers` and `meaning`, which may be wrong.
    std::vector<std::byte> bytes(Storage storage = Storage::f32) const {
        SafetensorsFile file = readSafetensors(writeModel(model, Storage::f32), "test");
        file.metadata["layers"] = layers.dump();
        file.metadata[model.kind == "embedder" ? "score" : "mask"] = meaning.dump();
        return writeSafetensors(file, storage);
    }
    std::shared_ptr<const Model> build(Storage storage = Storage::f32) const {
        return Model::parse(bytes(storage), "test.safetensors");
    }

    Model model; ///< without a graph
    nlohmann::json layers = nlohmann::json::array();
    nlohmann::json meaning{
        {"type", "cosine"}, {"scale", 1.0}, {"bias", 0.0}}; ///< of the output: mask or score

private:
    std::mt19937 random_;
};

/// A little of everything.
inline ModelBuilder smallModel() {
    ModelBuilder b(12);
    b.layer({{"type", "gru"}, {"name", "gru"}})
        .tensor("gru.weight_ih", {12, 12})
        .tensor("gru.weight_hh.u", {12, 2});
    b.tensor("gru.weight_hh.v", {2, 4}).tensor("gru.bias_ih", {12}).tensor("gru.bias_hh", {12});
    b.layer({{"type", "reshape"}, {"name", "as_channels"}, {"channels", 2}, {"length", 2}});
    b.layer({{"type", "conv1d"}, {"name", "conv"}, {"padding", 1}}).tensor("conv.weight", {3, 2, 3});
    b.layer({{"type", "flatten"}, {"name", "flat"}});
    b.layer({{"type", "dense"}, {"name", "out"}, {"from", {"flat", "gru"}}}).tensor("out.weight", {3, 10});
    return b;
}

/// For networks that take one: a voice of length 1.
inline std::vector<float> someVoice(int size) {
    auto voice = ModelBuilder(1, 9).randomVector(static_cast<size_t>(size));
    float square = 1e-20f;
    for (float x : voice) square += x * x;
    for (float& x : voice) x /= std::sqrt(square);
    return voice;
}

/// Runs `frames` (each inputSize() values) through a fresh network.
inline std::vector<std::vector<float>> runNetwork(const std::shared_ptr<const Model>& model,
                                                  const std::vector<std::vector<float>>& frames) {
    Network network(model);
    network.setVoice(someVoice(network.voiceSize()).data());
    std::vector<std::vector<float>> out;
    for (const auto& frame : frames) {
        const float* y = network.process(frame.data());
        out.emplace_back(y, y + network.outputSize());
    }
    return out;
}

inline std::vector<std::vector<float>> randomFrames(int count, int size, unsigned seed = 5, float low = -2.0f,
                                                    float high = 2.0f) {
    ModelBuilder source(size, seed);
    std::vector<std::vector<float>> frames;
    for (int i = 0; i < count; ++i)
        frames.push_back(source.randomVector(static_cast<size_t>(size), low, high));
    return frames;
}

} // namespace solus
