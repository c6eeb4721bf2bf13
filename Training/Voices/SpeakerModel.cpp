// The model file of a speaker network.
#include "Voices/SpeakerModel.h"

namespace solus::train {

StftSpec speakerStft() {
    StftSpec spec;
    spec.fftSize = spec.synthesis = 2048, spec.hop = 1024;
    return spec;
}

FeatureSpec speakerFeatures(int bands, int runningMeanFrames) {
    FeatureSpec spec;
    spec.type = "log_mel";
    spec.bands = bands;
    spec.lowHz = 60.0;
    spec.highHz = 7600.0;
    spec.runningMeanFrames = runningMeanFrames;
    return spec;
}

torch::Tensor ofLengthOne(const torch::Tensor& x) {
    return torch::nn::functional::normalize(x, torch::nn::functional::NormalizeFuncOptions().dim(-1));
}

ModelCard speakerCard(const torch::nn::LayerNorm& norm, TensorMap& tensors) {
    ModelCard card;
    card.kind = "embedder";
    card.licence = "CC BY-SA 4.0";
    card.stft = speakerStft();
    tensors["norm.weight"] = toTensor(norm->weight);
    tensors["norm.bias"] = toTensor(norm->bias);
    card.layers = {{{"type", "layer_norm"}, {"name", "norm"}}};
    return card;
}

void addGrus(ModelCard& card, TensorMap& tensors, const std::vector<torch::nn::GRU>& grus) {
    for (size_t i = 0; i < grus.size(); ++i) {
        const std::string name = "gru" + std::to_string(i + 1);
        addRecurrent(tensors, name, grus[i]);
        card.layers.push_back({{"type", "gru"}, {"name", name}});
    }
    card.description =
        std::to_string(grus.size()) + " x GRU(" + std::to_string(grus.front()->options.hidden_size()) + ")";
}

void addPooledEmbedding(ModelCard& card, TensorMap& tensors, int units, const torch::nn::Linear& attention,
                        const torch::Tensor& weight, const torch::Tensor& bias) {
    const bool statistics = weight.size(1) == 2 * units;
    if (attention) {
        tensors["attention.weight"] = toTensor(attention->weight.flatten());
        tensors["attention.bias"] = toTensor(attention->bias);
    }
    if (statistics)
        card.layers.push_back({{"type", "statistics_pool"}, {"name", "attention"}});
    else
        card.layers.push_back({{"type", "mean_pool"}, {"name", "mean"}});
    tensors["embedding.weight"] = toTensor(weight);
    tensors["embedding.bias"] = toTensor(bias);
    card.layers.push_back({{"type", "dense"}, {"name", "embedding"}});
    card.layers.push_back({{"type", "l2_normalise"}, {"name", "length"}});
    const char* pooling = attention ? "attentive statistics" : statistics ? "statistics" : "mean";
    card.description +=
        ", running " + std::string(pooling) + ", dense(" + std::to_string(weight.size(0)) + ")";
}

} // namespace solus::train
