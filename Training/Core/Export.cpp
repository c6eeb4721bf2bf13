// Writes a trained network as a model file of libsolus.
#include "Core/Export.h"

#include "Base/Error.h"
#include "Base/WholeFile.h"
#include "Inference/Model.h"

namespace solus::train {

solus::Tensor toTensor(const torch::Tensor& tensor) {
    const auto source = tensor.detach().to(torch::kCPU).to(torch::kFloat32).contiguous();
    Tensor result;
    for (auto size : source.sizes()) result.shape.push_back(static_cast<int>(size));
    result.values.assign(source.data_ptr<float>(), source.data_ptr<float>() + source.numel());
    return result;
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
    if (value.sizes() != shape)
        throw Error("tensor " + name + " does not have the shape that the network needs");
    return value;
}

void writeModel(const std::filesystem::path& path, const ModelCard& card, TensorMap tensors) {
    Model model;
    model.name = card.name;
    model.kind = card.kind;
    model.stft = card.stft;
    model.features = card.features;
    model.graph = card.graph;
    model.mask = card.mask;
    model.score = card.score;
    model.voiceEmbedder = card.voiceEmbedder;
    model.tensors = std::move(tensors);
    auto training = card.training;
    std::string licence = card.licence;
    if (training.is_object() && training.contains("licence")) { // from --licence or the manifests
        licence = training.at("licence").get<std::string>();
        training.erase("licence");
    }
    model.about = {{"description", card.description}, {"training", training.dump()}, {"licence", licence}};
    const auto bytes = writeModel(model, Storage::f16);
    writeWhole(path, {reinterpret_cast<const char*>(bytes.data()), bytes.size()});
}

} // namespace solus::train
