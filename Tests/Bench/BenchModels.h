// The models to measure: every built-in denoiser, files named by the user, and random weights in the size of the
// flagship.
#pragma once

#include "Engine/Models.h"
#include "Support/ToyModels.h"

#include <cstdlib>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

namespace bench {

using solus::Model;
using NamedModels = std::vector<std::pair<std::string, std::shared_ptr<const Model>>>;

/// dense 240 -> 128, GRU 160, GRU 160, heads for 32 gains and a filter on 60 bins: 0.37 million weights as
/// halves. Speed does not depend on the values.
inline std::shared_ptr<const Model> flagshipSize(const solus::StftSpec& stft) {
    const int in = 240, dense = 128, first = 160, second = 160, bands = 32, filter = 2 * 60;
    std::mt19937 random(1);
    Model model;
    model.name = "flagship-size", model.kind = "denoiser", model.stft = stft;
    model.features = {"erb_detail", 40, 50.0, 20000.0, 1e-5f, 0, 0.0f, 80, 60};
    model.mask = solus::MaskSpec{solus::MaskSpec::Type::bandFilter, "erb", bands, 50.0, 20000.0, 0, 60, 1};
    model.graph = {{"affine", "scale", {"input"}, {}},  {"dense", "dense", {"scale"}, {}},
                   {"relu", "relu", {"dense"}, {}},     {"gru", "gru1", {"relu"}, {}},
                   {"gru", "gru2", {"gru1"}, {}},       {"dense", "bands", {"gru1", "gru2"}, {}},
                   {"sigmoid", "gains", {"bands"}, {}}, {"dense", "filter", {"gru2"}, {}},
                   {"tanh", "taps", {"filter"}, {}},    {"flatten", "output", {"gains", "taps"}, {}}};
    const auto add = [&](const std::string& name, std::vector<int> shape) {
        model.tensors[name] = toy::randomTensor(std::move(shape), random, 0.1f);
    };
    const auto addGru = [&](const std::string& name, int inputs, int units) {
        add(name + ".weight_ih", {3 * units, inputs}), add(name + ".weight_hh", {3 * units, units});
        add(name + ".bias_ih", {3 * units}), add(name + ".bias_hh", {3 * units});
    };
    add("scale.scale", {in}), add("scale.shift", {in});
    add("dense.weight", {dense, in}), add("dense.bias", {dense});
    addGru("gru1", dense, first), addGru("gru2", first, second);
    add("bands.weight", {bands, first + second}), add("bands.bias", {bands});
    add("filter.weight", {filter, second}), add("filter.bias", {filter});
    return Model::parse(writeModel(model, solus::Storage::f16), "flagship-size");
}

/// Set SOLUS_BENCH_MODEL to one file or several, separated by colons, to measure only these.
inline NamedModels denoisers() {
    NamedModels models;
    if (const char* files = std::getenv("SOLUS_BENCH_MODEL")) {
        std::istringstream list(files);
        for (std::string file; std::getline(list, file, ':');)
            models.emplace_back(file.substr(file.find_last_of('/') + 1), solus::findModel(file, "denoiser"));
        return models;
    }
    models.emplace_back("flagship-size-10ms", flagshipSize({960, 240, 480, "sqrt_hann"}));
    models.emplace_back("flagship-size-5ms", flagshipSize({960, 120, 240, "sqrt_hann"}));
    for (const auto& built : solus::embeddedModels())
        if (const auto model = solus::builtInModel(built.name); model->kind == "denoiser")
            models.emplace_back(built.name, model);
    return models;
}

} // namespace bench
