// `average`: the mean of the weights of several models. Runs that began with the same weights often end in the same
// valley, and their mean is deeper in it (Wortsman et al. 2022, "Model soups").
#include "Base/Error.h"
#include "Command.h"
#include "Core/Bytes.h"
#include "Core/Export.h"
#include "Engine/Models.h"
#include "Inference/Model.h"
#include "Inference/ModelJson.h"

#include <algorithm>
#include <iostream>
#include <nlohmann/json.hpp>

namespace solus::train {

namespace {

using Models = std::vector<std::shared_ptr<const Model>>;

bool haveSameShapes(const TensorMap& a, const TensorMap& b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const auto& x, const auto& y) {
        return x.first == y.first && x.second.shape == y.second.shape;
    });
}

/// In what the two differ, so that the mean would not be a model; empty if it would.
std::string difference(const Model& a, const Model& b) {
    const auto licence = [](const Model& m) { return aboutJson(m).value("licence", std::string()); };
    if (a.kind != b.kind) return "kinds";
    if (!(a.stft == b.stft)) return "windows";
    if (toJson(a.features) != toJson(b.features)) return "features";
    if (a.mask != b.mask) return "masks";
    if (a.voiceEmbedder != b.voiceEmbedder) return "speaker models";
    if (toJson(a.graph) != toJson(b.graph) || !haveSameShapes(a.tensors, b.tensors)) return "networks";
    return licence(a) != licence(b) ? "licences" : "";
}

/// w = (w_1 + ... + w_n) / n, for each weight.
TensorMap meanOf(const Models& models) {
    TensorMap mean = models.front()->tensors;
    const float share = 1.0f / static_cast<float>(models.size());
    for (auto& [name, tensor] : mean)
        for (size_t i = 0; i < tensor.values.size(); ++i) {
            float sum = 0.0f;
            for (const auto& model : models) sum += model->tensors.at(name).values[i];
            tensor.values[i] = share * sum;
        }
    return mean;
}

class Average : public Command {
public:
    std::string name() const override { return "average"; }
    std::string description() const override {
        return "Writes the mean of the weights of models whose trainings began with the same weights";
    }

    void configure(CLI::App& app) override {
        app.add_option("models", names_,
                       "Model files (.safetensors) or names of built-in models, two or more")
            ->required()
            ->expected(2, 64)
            ->type_name("MODEL ...");
        app.add_option("--out", out_, "The model file to write")->required();
        app.footer("Measure the mean before you use it: it is good only if the models are similar enough.\n"
                   "  solus-train average RUN/denoise-solus.safetensors OTHER/denoise-solus.safetensors "
                   "--out mean.safetensors\n"
                   "  solus-train evaluate-denoise --testset DATA/testset --model mean.safetensors");
    }

    int run() override {
        Models models;
        for (const auto& name : names_) {
            models.push_back(findModel(name, ""));
            if (const auto what = difference(*models.front(), *models.back()); !what.empty())
                throw Error(names_.front() + " and " + name + " cannot be averaged: their " + what +
                            " differ");
        }
        for (const auto& [name, tensor] : models.front()->tensors)
            if (name.ends_with(".u"))
                throw Error(names_.front() + " stores " + name.substr(0, name.size() - 2) +
                            " as a product of two factors, each scaled on its own: those have no mean");
        const Model& first = *models.front();
        auto weights = meanOf(models);
        if (first.mask) roundToBytes(weights); // as the trainer does
        nlohmann::json origins = nlohmann::json::array();
        for (const auto& model : models) origins.push_back({{"model", model->name}, {"sha256", model->hash}});
        const auto about = aboutJson(first);
        writeModel(out_,
                   {first.name,
                    first.kind,
                    about.value("description", ""),
                    about.value("licence", "not stated"),
                    first.stft,
                    first.features,
                    first.graph,
                    first.mask,
                    first.score,
                    first.voiceEmbedder,
                    {{"mean_of", origins}}},
                   std::move(weights));
        std::cout << "the mean of " << models.size() << " models: " << out_ << "\n";
        return 0;
    }

private:
    std::vector<std::string> names_;
    std::string out_;
};

const RegisterCommand<Average> registeredAverage;

} // namespace

} // namespace solus::train
