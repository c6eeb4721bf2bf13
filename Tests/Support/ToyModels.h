// Small synthetic models: transparent and random denoisers, and a random embedder.
#pragma once

#include "Inference/ModelJson.h"
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

inline std::vector<std::byte> fileOf(const std::string& kind, const StftSpec& stft,
                                     const FeatureSpec& features, const nlohmann::json& layers,
                                     solus::TensorMap tensors, std::map<std::string, std::string> more = {}) {
    more.insert({{"format", "solus-model"},
                 {"version", "1"},
                 {"name", "toy"},
                 {"kind", kind},
                 {"sample_rate", "48000"},
                 {"stft", toJson(stft).dump()},
                 {"features", toJson(features).dump()},
                 {"layers", layers.dump()}});
    if (kind != "embedder") more.insert({"mask", R"({"type":"bin_gains"})"});
    return writeSafetensors({std::move(tensors), std::move(more)}, solus::Storage::f32);
}

/// Every gain is exactly 1.
inline std::shared_ptr<const Model> transparentDenoiser(const StftSpec& stft = {}) {
    const int bins = stft.bins();
    const nlohmann::json layers{{{"type", "dense"}, {"name", "mask"}},
                                {{"type", "sigmoid"}, {"name", "gain"}}};
    const Tensor weight{{bins, bins}, std::vector<float>(static_cast<size_t>(bins * bins), 0.0f)};
    const Tensor bias{{bins}, std::vector<float>(static_cast<size_t>(bins), 40.0f)};
    return Model::parse(fileOf("denoiser", stft, {}, layers, {{"mask.weight", weight}, {"mask.bias", bias}}),
                        "toy");
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

/// A GRU with random weights: a mask that changes with the signal.
inline std::shared_ptr<const Model> randomDenoiser(unsigned seed, const StftSpec& stft = {}) {
    return Model::parse(randomDenoiserFile(seed, stft), "toy");
}

inline const FeatureSpec detailFeatures{"erb_detail", 24, 50.0, 20000.0, 1e-5f, 0, 0.0f, 20, 16};
inline constexpr const char* filterMask =
    R"({"type":"band_filter","scale":"erb","bands":24,"low_hz":50,"high_hz":20000,"filter_bins":16,"taps":3})";

/// The metadata of such a model, whose output is `lookAhead` hops late, and whose mask holds for `every` hops.
inline std::map<std::string, std::string> filterMetadata(int lookAhead, int every) {
    if (lookAhead == 0 && every == 1) return {{"mask", filterMask}};
    auto mask = nlohmann::json::parse(filterMask);
    if (lookAhead > 0) mask["look_ahead"] = lookAhead;
    if (every > 1) mask["every"] = every;
    return {{"version", every > 1 ? "4" : "3"}, {"mask", mask.dump()}};
}

/// Two heads on a GRU: 24 band gains, and a deep filter of 3 taps on 16 bins with values of about
/// `filterScale`.
inline std::vector<std::byte> filterDenoiserFile(unsigned seed, const StftSpec& stft,
                                                 float filterScale = 0.5f, int lookAhead = 0, int every = 1) {
    std::mt19937 random(seed);
    const int in = 24 + 20 + 2 * 16, units = 8, filter = 2 * 16 * 3;
    const nlohmann::json layers{{{"type", "gru"}, {"name", "gru"}},
                                {{"type", "dense"}, {"name", "mask"}},
                                {{"type", "sigmoid"}, {"name", "gain"}},
                                {{"type", "dense"}, {"name", "filter"}, {"from", "gru"}},
                                {{"type", "flatten"}, {"name", "output"}, {"from", {"gain", "filter"}}}};
    return fileOf("denoiser", stft, detailFeatures, layers,
                  {{"gru.weight_ih", randomTensor({3 * units, in}, random, 0.4f)},
                   {"gru.weight_hh", randomTensor({3 * units, units}, random, 0.5f)},
                   {"gru.bias_ih", randomTensor({3 * units}, random, 0.5f)},
                   {"gru.bias_hh", randomTensor({3 * units}, random, 0.5f)},
                   {"mask.weight", randomTensor({24, units}, random, 3.0f)},
                   {"mask.bias", randomTensor({24}, random, 1.0f)},
                   {"filter.weight", randomTensor({filter, units}, random, filterScale)},
                   {"filter.bias", randomTensor({filter}, random, filterScale)}},
                  filterMetadata(lookAhead, every));
}

inline std::shared_ptr<const Model> filterDenoiser(unsigned seed, const StftSpec& stft,
                                                   float filterScale = 0.5f, int lookAhead = 0,
                                                   int every = 1) {
    return Model::parse(filterDenoiserFile(seed, stft, filterScale, lookAhead, every), "toy");
}

/// Output `values` (24 gains, then 3 taps of 16 real and 16 imaginary parts), whatever comes in.
inline std::shared_ptr<const Model> constantFilterDenoiser(const StftSpec& stft, std::vector<float> values,
                                                           int lookAhead = 0, int every = 1) {
    const int in = 24 + 20 + 2 * 16, out = 24 + 2 * 16 * 3;
    const Tensor weight{{out, in}, std::vector<float>(static_cast<size_t>(out * in), 0.0f)};
    return Model::parse(fileOf("denoiser", stft, detailFeatures, {{{"type", "dense"}, {"name", "mask"}}},
                               {{"mask.weight", weight}, {"mask.bias", {{out}, std::move(values)}}},
                               filterMetadata(lookAhead, every)),
                        "toy");
}

/// All gains 1 and no filter: Y = X.
inline std::shared_ptr<const Model> transparentFilterDenoiser(const StftSpec& stft, int lookAhead = 0,
                                                              int every = 1) {
    std::vector<float> values(24 + 2 * 16 * 3, 0.0f);
    std::fill(values.begin(), values.begin() + 24, 1.0f);
    return constantFilterDenoiser(stft, values, lookAhead, every);
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

/// Passes everything if the first value of the voice is 1 and nothing if it is 0.
inline std::vector<std::byte> isolatorFile(const Model& embedder, const StftSpec& stft = {}) {
    const int bins = stft.bins(), values = embedder.outputSize;
    const nlohmann::json layers{{{"type", "voice"}, {"name", "voice"}, {"values", values}, {"from", "input"}},
                                {{"type", "dense"}, {"name", "mask"}},
                                {{"type", "sigmoid"}, {"name", "gain"}}};
    Tensor weight{{bins, values}, std::vector<float>(static_cast<size_t>(bins * values), 0.0f)};
    for (int k = 0; k < bins; ++k) weight.values[static_cast<size_t>(k * values)] = 80.0f;
    const Tensor bias{{bins}, std::vector<float>(static_cast<size_t>(bins), -40.0f)};
    return fileOf("isolator", stft, {}, layers, {{"mask.weight", weight}, {"mask.bias", bias}},
                  {{"voice_embedder", embedder.hash}});
}

inline std::shared_ptr<const Model> isolator(const Model& embedder, const StftSpec& stft = {}) {
    return Model::parse(isolatorFile(embedder, stft), "toy");
}

} // namespace toy
