// The layer graph in LibTorch. It shares no code with Source/Inference: time is a batch or sequence dimension
// here.
#include "TorchTwin.h"

#include <map>
#include <stdexcept>
#include <torch/torch.h>

namespace solus {
namespace {

namespace nn = torch::nn;
using nlohmann::json;
using Values = torch::Tensor; // solus::Tensor is a tensor of a file

/// One entry of the graph and its tensors.
class Entry {
public:
    Entry(const Model& model, const json& entry) : model_(model), entry_(entry), name_(entry.at("name")) {}

    int option(const char* key, int fallback) const { return entry_.value(key, fallback); }
    double number(const char* key, double fallback) const { return entry_.value(key, fallback); }
    bool has(const std::string& suffix) const { return model_.tensors.contains(name_ + "." + suffix); }

    Values tensor(const std::string& suffix) const {
        const auto& stored = model_.tensors.at(name_ + "." + suffix);
        const std::vector<int64_t> shape(stored.shape.begin(), stored.shape.end());
        return torch::tensor(stored.values, torch::kFloat).reshape(shape);
    }
    Values weight(const std::string& suffix) const {
        return has(suffix) ? tensor(suffix) : tensor(suffix + ".u").matmul(tensor(suffix + ".v"));
    }
    Values vectorOrZero(const std::string& suffix, int64_t size) const {
        return has(suffix) ? tensor(suffix) : torch::zeros(size);
    }

private:
    const Model& model_;
    const json& entry_;
    std::string name_;
};

Values dense(const Entry& e, const Values& x) {
    const Values w = e.weight("weight");
    nn::Linear layer(w.size(1), w.size(0));
    layer->weight.copy_(w);
    layer->bias.copy_(e.vectorOrZero("bias", w.size(0)));
    return layer(x);
}

Values conv1d(const Entry& e, const Values& x) {
    const Values w = e.tensor("weight");
    nn::Conv1d layer(nn::Conv1dOptions(w.size(1), w.size(0), w.size(2))
                         .stride(e.option("stride", 1))
                         .padding(e.option("padding", 0)));
    layer->weight.copy_(w);
    layer->bias.copy_(e.vectorOrZero("bias", w.size(0)));
    return layer(x);
}

Values maxPool1d(const Entry& e, const Values& x) {
    const int size = e.option("size", 0);
    return nn::MaxPool1d(nn::MaxPool1dOptions(size).stride(e.option("stride", size)))(x);
}

/// The last k frames as channels, the oldest first.
Values recentFrames(int k, const Values& x) {
    std::vector<Values> shifted;
    for (int back = k - 1; back >= 0; --back)
        shifted.push_back(
            nn::ConstantPad3d(nn::ConstantPad3dOptions({0, 0, 0, 0, back, 0}, 0))(x.unsqueeze(0))[0].narrow(
                0, 0, x.size(0)));
    return torch::cat(shifted, 1);
}

/// x: [time, 1, inputs]; nn::GRU and nn::LSTM take [time, batch, inputs].
template <class Module>
Values recurrent(const Entry& e, const Values& x) {
    const Values w = e.weight("weight_ih"), v = e.weight("weight_hh");
    Module layer(w.size(1), v.size(1));
    auto parameters = layer->named_parameters();
    parameters["weight_ih_l0"].copy_(w);
    parameters["weight_hh_l0"].copy_(v);
    parameters["bias_ih_l0"].copy_(e.vectorOrZero("bias_ih", w.size(0)));
    parameters["bias_hh_l0"].copy_(e.vectorOrZero("bias_hh", w.size(0)));
    return std::get<0>(layer(x));
}

/// One GRU for all positions, x: [time, channels, length]; along them in one frame, or over time at each.
Values gruAcross(const Entry& e, const Values& x) {
    const bool downwards = e.option("downwards", 0) == 1;
    const auto along = x.permute({2, 0, 1}); // positions in the place of time
    const auto h = recurrent<nn::GRU>(e, downwards ? along.flip(0) : along);
    return (downwards ? h.flip(0) : h).permute({1, 2, 0});
}
Values gruEach(const Entry& e, const Values& x) {
    return recurrent<nn::GRU>(e, x.transpose(1, 2)).transpose(1, 2);
}

Values batchNorm(const Entry& e, const Values& x) {
    const Values mean = e.tensor("running_mean");
    nn::BatchNorm1d layer(nn::BatchNorm1dOptions(mean.size(0)).eps(e.number("eps", 1e-5)));
    layer->running_mean.copy_(mean);
    layer->running_var.copy_(e.tensor("running_var"));
    if (e.has("weight")) layer->weight.copy_(e.tensor("weight"));
    if (e.has("bias")) layer->bias.copy_(e.tensor("bias"));
    layer->eval();
    const bool perFeature = mean.size(0) == x.size(1) * x.size(2);
    return perFeature ? layer(x.flatten(1)).reshape(x.sizes()) : layer(x);
}

Values layerNorm(const Entry& e, const Values& x) {
    const int64_t size = x.size(1) * x.size(2);
    nn::LayerNorm layer(nn::LayerNormOptions({size}).eps(e.number("eps", 1e-5)));
    if (e.has("weight")) layer->weight.copy_(e.tensor("weight"));
    if (e.has("bias")) layer->bias.copy_(e.tensor("bias"));
    return layer(x.flatten(1)).reshape(x.sizes());
}

Values affine(const Entry& e, const Values& x) {
    const Values scale = e.tensor("scale"), shift = e.tensor("shift");
    if (scale.size(0) == x.size(1) * x.size(2)) return (x.flatten(1) * scale + shift).reshape(x.sizes());
    return x * scale.unsqueeze(1) + shift.unsqueeze(1);
}

Values meanPool(const Values& x) {
    const Values count = torch::arange(1, x.size(0) + 1, torch::kDouble).reshape({-1, 1, 1});
    return (x.to(torch::kDouble).cumsum(0) / count).to(torch::kFloat);
}

/// x: [time, 1, n].
Values statisticsPool(const Entry& e, const Values& x) {
    const Values h = x.to(torch::kDouble);
    Values a = torch::ones({x.size(0), 1, 1}, torch::kDouble);
    if (e.has("weight"))
        a = ((h * e.tensor("weight").to(torch::kDouble)).sum(2, true) + e.tensor("bias").to(torch::kDouble))
                .exp();
    const Values sum = a.cumsum(0), mean = (a * h).cumsum(0) / sum;
    const Values variance = (a * h * h).cumsum(0) / sum - mean * mean;
    return torch::cat({mean, variance.clamp_min(1e-4).sqrt()}, 2).to(torch::kFloat);
}

/// x: [time, 1, n].
Values mixturePool(const Entry& e, const Values& x) {
    const Values mean = e.tensor("mean"), deviation = e.tensor("deviation"); // [Gaussians, n]
    const Values distance = (x - mean) / deviation;                          // [time, Gaussians, n]
    const Values p = torch::softmax(e.tensor("offset") - 0.5 * (distance * distance).sum(2), 1).unsqueeze(2);
    const Values count = p.cumsum(0), first = (p * distance).cumsum(0);
    return (first / (count + e.number("prior", 16.0))).flatten(1).unsqueeze(1);
}

/// inputs: each [time, channels, length].
Values apply(const std::string& type, const Entry& e, const std::vector<Values>& inputs) {
    if (type == "add") {
        Values sum = inputs[0].clone();
        for (size_t i = 1; i < inputs.size(); ++i) sum += inputs[i];
        return sum;
    }
    bool vectors = true;
    for (const Values& input : inputs) vectors = vectors && input.size(1) == 1;
    const Values x = inputs.size() == 1 ? inputs[0] : torch::cat(inputs, vectors ? 2 : 1);
    if (type == "dense") return dense(e, x);
    if (type == "conv1d") return conv1d(e, x);
    if (type == "max_pool1d") return maxPool1d(e, x);
    if (type == "upsample1d")
        return nn::Upsample(nn::UpsampleOptions()
                                .scale_factor(std::vector<double>{e.number("factor", 0.0)})
                                .mode(torch::kNearest))(x);
    if (type == "crop1d") return x.narrow(2, 0, e.option("length", 0));
    if (type == "flatten") return nn::Flatten()(x).unsqueeze(1);
    if (type == "reshape") return x.reshape({x.size(0), e.option("channels", 0), e.option("length", 0)});
    if (type == "recent_frames") return recentFrames(e.option("frames", 0), x);
    if (type == "gru") return recurrent<nn::GRU>(e, x);
    if (type == "gru_across") return gruAcross(e, x);
    if (type == "gru_each") return gruEach(e, x);
    if (type == "lstm") return recurrent<nn::LSTM>(e, x);
    if (type == "batch_norm") return batchNorm(e, x);
    if (type == "layer_norm") return layerNorm(e, x);
    if (type == "affine") return affine(e, x);
    if (type == "relu") return nn::ReLU()(x);
    if (type == "elu") return nn::ELU(nn::ELUOptions().alpha(e.number("alpha", 1.0)))(x);
    if (type == "sigmoid") return nn::Sigmoid()(x);
    if (type == "tanh") return nn::Tanh()(x);
    if (type == "softmax") return nn::Softmax(2)(x);
    if (type == "mean_pool") return meanPool(x);
    if (type == "statistics_pool") return statisticsPool(e, x);
    if (type == "mixture_pool") return mixturePool(e, x);
    if (type == "l2_normalise")
        return nn::functional::normalize(x.flatten(1), nn::functional::NormalizeFuncOptions().p(2).dim(1))
            .reshape(x.sizes());
    throw std::runtime_error("the parity test knows no layer type " + type);
}

} // namespace

std::vector<std::vector<float>> runInTorch(const Model& model,
                                           const std::vector<std::vector<float>>& frames) {
    const torch::NoGradGuard noGrad;
    at::set_num_threads(1);
    Values input = torch::empty({static_cast<int64_t>(frames.size()), 1, model.inputSize});
    for (size_t t = 0; t < frames.size(); ++t)
        input[static_cast<int64_t>(t)][0].copy_(torch::tensor(frames[t], torch::kFloat));

    std::map<std::string, Values> values{{"input", input}};
    Values last = input;
    for (const json& entry : model.layers) {
        std::vector<Values> inputs;
        if (!entry.contains("from"))
            inputs.push_back(last);
        else if (entry["from"].is_string())
            inputs.push_back(values.at(entry["from"]));
        else
            for (const std::string name : entry["from"]) inputs.push_back(values.at(name));
        last = apply(entry.at("type"), Entry(model, entry), inputs);
        values[entry.at("name")] = last;
    }

    last = last.flatten(1).contiguous();
    std::vector<std::vector<float>> out;
    const float* data = last.data_ptr<float>();
    for (int64_t t = 0; t < last.size(0); ++t)
        out.emplace_back(data + t * last.size(1), data + (t + 1) * last.size(1));
    return out;
}

} // namespace solus
