// Blends a network with the one that its training began from: what it learnt on wider data, without unlearning what it
// knew (Wortsman et al. 2022, "Robust fine-tuning of zero-shot models").
#include "Command.h"
#include "Core/Bytes.h"
#include "Core/WholeFile.h"
#include "Error.h"
#include "Inference/Model.h"

#include <filesystem>
#include <iostream>
#include <nlohmann/json.hpp>

namespace solus::train {

namespace {

/// w = (1 - share) a + share b, then rounded as the trainer rounds what it exports.
TensorMap blended(const TensorMap& a, TensorMap b, float share, const std::string& nameOfB) {
    if (a.size() != b.size()) throw Error(nameOfB + ": it has other tensors than the first model");
    for (auto& [name, tensor] : b) {
        const auto other = a.find(name);
        if (other == a.end() || other->second.shape != tensor.shape)
            throw Error(nameOfB + ": tensor " + name + " is not in the first model, or has another shape there");
        for (size_t i = 0; i < tensor.values.size(); ++i)
            tensor.values[i] = (1.0f - share) * other->second.values[i] + share * tensor.values[i];
    }
    roundToBytes(b);
    return b;
}

class Blend : public Command {
public:
    std::string name() const override { return "blend"; }
    std::string description() const override {
        return "Mean of the weights of a model and of one that went on from it in training";
    }
    void configure(CLI::App& app) override {
        app.add_option("first", first_, "Model file from which training went on")->required()->check(CLI::ExistingFile);
        app.add_option("second", second_, "Model file that came of it: the same network")->required()->check(CLI::ExistingFile);
        app.add_option("--share", share_, "Share of the second")->check(CLI::Range(0.0, 1.0));
        app.add_option("--licence", licence_, "Licence of the model (default: that of the second)");
        app.add_option("--out", out_, "Model file to write")->required();
    }
    int run() override {
        if (std::filesystem::exists(out_)) throw Error(out_ + " exists; name another file for --out");
        const auto first = Model::load(first_);
        Model second = *Model::load(second_);
        if (first->layers != second.layers || first->features != second.features || first->stft != second.stft)
            throw Error(second_ + " is another network than " + first_ + ", or hears other features; only the same one can be blended");
        second.tensors = blended(first->tensors, std::move(second.tensors), static_cast<float>(share_), second_);
        second.metadata["training"]["blend"] = {{"share", share_}, {"first", first->hash}};
        if (!licence_.empty()) second.metadata["licence"] = licence_;
        const auto bytes = writeModel(second, Storage::f16);
        writeWhole(out_, {reinterpret_cast<const char*>(bytes.data()), bytes.size()});
        std::cout << out_ << ": " << share_ << " of " << second_ << ", the rest of " << first_ << "\n";
        return 0;
    }

private:
    std::string first_, second_, out_, licence_;
    double share_ = 0.5;
};

const RegisterCommand<Blend> blend;

} // namespace

} // namespace solus::train
