// Small models made on the spot: a transparent denoiser, a random one, and a random embedder.
#pragma once

#include "Inference/Model.h"
#include "Inference/Safetensors.h"

#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <random>
#include <string>

namespace toy {

using solus::FeatureSpec;
using solus::Model;
using solus::StftSpec;
using solus::Tensor;

inline Tensor randomTensor(std::vector<int> shape, std::mt19937& random, float scale) {
    std::uniform_real_distribution<float> uniform(-scale, scale);
    size_t count = 1;
    for (int n : shape) count *= static_cast<size_t>(n);
    Tensor tensor{std::move(shape), std::vector<float>(count)};
    for (float& x : tensor.values) x = uniform(random);
    return tensor;
}

inline std::vector<std::byte> fileOf(const std::string& kind, const StftSpec& stft, const FeatureSpec& features,
                                     const nlohmann::json& layers, solus::TensorMap tensors,
                                     std::map<std::string, std::string> more = {}) {
    more.insert({{"format", "solus-model"}, {"version", "1"}, {"name", "toy"}, {"kind", kind},
                 {"sample_rate", "48000"}, {"stft", toJson(stft).dump()}, {"features", toJson(features).dump()},
                 {"layers", layers.dump()}});
    if (kind == "denoiser") more.insert({"mask", R"({"type":"bin_gains"})"});
    return writeSafetensors({std::move(tensors), std::move(more)}, solus::Storage::f32);
}

/// Every gain is exactly 1.
inline std::shared_ptr<const Model> transparentDenoiser(const StftSpec& stft = {}) {
    const int bins = stft.bins();
    const nlohmann::json layers{{{"type", "dense"}, {"name", "mask"}}, {{"type", "sigmoid"}, {"name", "gain"}}};
    const Tensor weight{{bins, bins}, std::vector<float>(static_cast<size_t>(bins * bins), 0.0f)};
    const Tensor bias{{bins}, std::vector<float>(static_cast<size_t>(bins), 40.0f)};
    return Model::parse(fileOf("denoiser", stft, {}, layers, {{"mask.weight", weight}, {"mask.bias", bias}}), "toy");
}

inline std::vector<std::byte> randomDenoiserFile(unsigned seed, const StftSpec& stft = {}, int units = 6) {
    std::mt19937 random(seed);
    const int bins = stft.bins();
    const nlohmann::json layers{{{"type", "gru"}, {"name", "gru"}},
                                {{"type", "dense"}, {"name", "mask"}},
                                {{"type", "sigmoid"}, {"name", "gain"}}};
    return fileOf("denoiser", stft, {}, layers,
                  {{"gru.weight_ih", randomTensor({3 * units, bins}, random, 0.05f)},
                   {"gru.weight_hh", randomTensor({3 * units, units}, random, 0.5f)},
                   {"gru.bias_ih", randomTensor({3 * units}, random, 0.5f)},
                   {"gru.bias_hh", randomTensor({3 * units}, random, 0.5f)},
                   {"mask.weight", randomTensor({bins, units}, random, 3.0f)},
                   {"mask.bias", randomTensor({bins}, random, 1.0f)}});
}

/// A GRU with random weights: a mask that moves with the signal.
inline std::shared_ptr<const Model> randomDenoiser(unsigned seed, const StftSpec& stft = {}) {
    return Model::parse(randomDenoiserFile(seed, stft), "toy");
}

inline std::shared_ptr<const Model> randomEmbedder(unsigned seed) {
    std::mt19937 random(seed);
    const StftSpec stft{1536, 768, 1536, "sqrt_hann"};
    const FeatureSpec features{"log_mel", 24, 60.0, 7600.0, 1e-5f, 5, -2.0f};
    const nlohmann::json layers{{{"type", "gru"}, {"name", "gru"}},
                                {{"type", "mean_pool"}, {"name", "pool"}},
                                {{"type", "dense"}, {"name", "embedding"}},
                                {{"type", "l2_normalise"}, {"name", "unit"}}};
    return Model::parse(fileOf("embedder", stft, features, layers,
                               {{"gru.weight_ih", randomTensor({24, 24}, random, 0.5f)},
                                {"gru.weight_hh", randomTensor({24, 8}, random, 0.5f)},
                                {"gru.bias_ih", randomTensor({24}, random, 0.5f)},
                                {"gru.bias_hh", randomTensor({24}, random, 0.5f)},
                                {"embedding.weight", randomTensor({8, 8}, random, 1.0f)},
                                {"embedding.bias", randomTensor({8}, random, 0.1f)},
                                {"score.weight", Tensor{{1, 8}, std::vector<float>(8, -4.0f)}},
                                {"score.bias", Tensor{{1}, {3.0f}}}},
                               {{"score", R"({"type":"abs_difference"})"}}),
                        "toy");
}

} // namespace toy
