// Writes a trained network as a model file of libsolus.
#include "Core/Export.h"

#include "Base/Error.h"
#include "Base/WholeFile.h"

namespace solus::train {

solus::Tensor toTensor(const torch::Tensor& tensor) {
    const auto source = tensor.detach().to(torch::kCPU).to(torch::kFloat32).contiguous();
    Tensor result;
    for (auto size : source.sizes()) result.shape.push_back(static_cast<int>(size));
    result.values.assign(source.data_ptr<float>(), source.data_ptr<float>() + source.numel());
    return result;
}

void addRecurrent(TensorMap& tensors, const std::string& name, const torch::nn::GRU& gru) {
    const auto parameters = gru->named_parameters();
    for (const char* part : {"weight_ih", "weight_hh", "bias_ih", "bias_hh"})
        tensors[name + "." + part] = toTensor(parameters[std::string(part) + "_l0"]);
}

void addDense(TensorMap& tensors, const std::string& name, const torch::nn::Linear& dense) {
    tensors[name + ".weight"] = toTensor(dense->weight);
    tensors[name + ".bias"] = toTensor(dense->bias);
}

torch::Tensor stored(const TensorMap& tensors, const std::string& name, torch::IntArrayRef shape) {
    const auto read = [&](const std::string& key) {
        const auto found = tensors.find(key);
        if (found == tensors.end()) throw Error("the model file has no tensor " + key);
        const std::vector<std::int64_t> sizes(found->second.shape.begin(), found->second.shape.end());
        return torch::tensor(found->second.values, torch::kFloat32).reshape(sizes);
    };
    const auto value =
        tensors.contains(name + ".u") ? read(name + ".u").matmul(read(name + ".v")) : read(name);
    if (value.sizes() != shape) throw Error("tensor " + name + " has another shape than the network");
    return value;
}

void loadRecurrent(const TensorMap& tensors, const std::string& name, torch::nn::GRU& gru) {
    torch::NoGradGuard noGrad;
    for (const auto& weight : gru->named_parameters()) { // weight_ih_l0 ... bias_hh_l0
        const auto part = weight.key().substr(0, weight.key().size() - 3);
        weight.value().copy_(stored(tensors, name + "." + part, weight.value().sizes()));
    }
}

void loadDense(const TensorMap& tensors, const std::string& name, torch::nn::Linear& dense) {
    torch::NoGradGuard noGrad;
    dense->weight.copy_(stored(tensors, name + ".weight", dense->weight.sizes()));
    dense->bias.copy_(stored(tensors, name + ".bias", dense->bias.sizes()));
}

void writeModel(const std::filesystem::path& path, const ModelCard& card, TensorMap tensors) {
    auto training = card.training;
    auto licence = card.licence;
    if (training.is_object() && training.contains("licence")) { // those who trained it say what it is under
        licence = training.at("licence");
        training.erase("licence");
    }
    SafetensorsFile file;
    file.tensors = std::move(tensors);
    file.metadata = {{"format", "solus-model"},
                     {"version", formatVersion(card.features)},
                     {"name", card.name},
                     {"kind", card.kind},
                     {"description", card.description},
                     {"licence", licence},
                     {"sample_rate", "48000"},
                     {"stft", toJson(card.stft).dump()},
                     {"features", toJson(card.features).dump()},
                     {"layers", card.layers.dump()},
                     {"training", training.dump()}};
    for (const auto& [key, value] : card.extra.items()) file.metadata[key] = value.dump();
    const auto bytes = writeSafetensors(file, Storage::f16);
    writeWhole(path, {reinterpret_cast<const char*>(bytes.data()), bytes.size()});
}

} // namespace solus::train
