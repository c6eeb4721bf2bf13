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

ModelCard speakerCard(const torch::nn::LayerNorm& norm, const std::vector<torch::nn::GRU>& grus,
                      const torch::nn::Linear& embedding, TensorMap& tensors) {
    ModelCard card;
    card.kind = "embedder";
    card.licence = "CC BY-SA 4.0";
    card.stft = speakerStft();
    tensors["norm.weight"] = toTensor(norm->weight);
    tensors["norm.bias"] = toTensor(norm->bias);
    card.layers = {{{"type", "layer_norm"}, {"name", "norm"}}};
    for (size_t i = 0; i < grus.size(); ++i) {
        const std::string name = "gru" + std::to_string(i + 1);
        addRecurrent(tensors, name, grus[i]);
        card.layers.push_back({{"type", "gru"}, {"name", name}});
    }
    addDense(tensors, "embedding", embedding);
    card.layers.push_back({{"type", "mean_pool"}, {"name", "mean"}});
    card.layers.push_back({{"type", "dense"}, {"name", "embedding"}});
    card.layers.push_back({{"type", "l2_normalise"}, {"name", "length"}});
    card.description = std::to_string(grus.size()) + " x GRU(" +
                       std::to_string(grus.front()->options.hidden_size()) + "), running mean, dense(" +
                       std::to_string(embedding->options.out_features()) + ")";
    return card;
}

} // namespace solus::train
