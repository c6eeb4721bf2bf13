// Building, running, storing and drawing a chain of layers.
#include "Core/LayerStack.h"

#include "Base/Error.h"
#include "Core/Export.h"
#include "Core/Gru.h"
#include "Core/LowRank.h"

#include <cmath>

namespace solus::train {

namespace {

std::string labelOf(const std::string& type) {
    if (type == "dense") return "Dense";
    if (type == "gru") return "GRU";
    if (type == "conv1d") return "Conv1D";
    if (type == "max_pool1d") return "Max pool";
    if (type == "upsample1d") return "Repeat";
    if (type == "affine") return "Mean 0, deviation 1";
    if (type == "elu") return "ELU";
    if (type == "relu") return "ReLU";
    return type;
}

bool isActivation(const std::string& type) {
    return type == "relu" || type == "elu" || type == "sigmoid" || type == "tanh";
}

} // namespace

LayerStackImpl::LayerStackImpl(int inputs) : inputs_(inputs), length_(inputs) {}

LayerStackImpl::Entry& LayerStackImpl::add(const std::string& name, const std::string& type, int channels,
                                           int length, nlohmann::json options) {
    entries_.push_back({name, type, std::move(options), channels, length, {}});
    channels_ = channels;
    length_ = length;
    return entries_.back();
}

void LayerStackImpl::addWeight(Entry& entry, const std::string& suffix, std::vector<std::int64_t> shape,
                               int rank, double deviation) {
    const auto name = entry.name + "_" + suffix;
    if (rank == 0) {
        entry.weights.push_back({suffix, register_parameter(name, deviation * torch::randn(shape)), {}, {}});
        return;
    }
    // The entries of U V have the deviation of the whole weight if those of U and V have (deviation² /
    // rank)^(1/4).
    const std::int64_t r = std::min<std::int64_t>({rank, shape[0], shape[1]});
    const double factor = std::sqrt(deviation / std::sqrt(static_cast<double>(r)));
    entry.weights.push_back({suffix,
                             {},
                             register_parameter(name + "_u", factor * torch::randn({shape[0], r})),
                             register_parameter(name + "_v", factor * torch::randn({r, shape[1]}))});
}

void LayerStackImpl::addBias(Entry& entry, const std::string& suffix, std::int64_t size) {
    entry.weights.push_back(
        {suffix, register_parameter(entry.name + "_" + suffix, torch::zeros({size})), {}, {}});
}

LayerStackImpl& LayerStackImpl::affine(const std::string& name) {
    const int size = channels_ * length_;
    auto& entry = add(name, "affine", channels_, length_);
    entry.weights.push_back({"scale", register_buffer(name + "_scale", torch::ones({size})), {}, {}});
    entry.weights.push_back({"shift", register_buffer(name + "_shift", torch::zeros({size})), {}, {}});
    return *this;
}

LayerStackImpl& LayerStackImpl::dense(const std::string& name, int outputs, int rank) {
    const int inputs = length_;
    auto& entry = add(name, "dense", 1, outputs);
    addWeight(entry, "weight", {outputs, inputs}, rank, std::sqrt(2.0 / inputs));
    addBias(entry, "bias", outputs);
    return *this;
}

LayerStackImpl& LayerStackImpl::gru(const std::string& name, int units, int rank) {
    const int inputs = length_;
    auto& entry = add(name, "gru", 1, units);
    const double deviation = 1.0 / std::sqrt(3.0 * units);
    addWeight(entry, "weight_ih", {3 * units, inputs}, rank, deviation);
    addWeight(entry, "weight_hh", {3 * units, units}, rank, deviation);
    addBias(entry, "bias_ih", 3 * units);
    addBias(entry, "bias_hh", 3 * units);
    return *this;
}

LayerStackImpl& LayerStackImpl::conv1d(const std::string& name, int outputs, int kernel, int stride,
                                       int padding) {
    const int inputs = channels_;
    auto& entry = add(name, "conv1d", outputs, (length_ + 2 * padding - kernel) / stride + 1,
                      {{"stride", stride}, {"padding", padding}});
    addWeight(entry, "weight", {outputs, inputs, kernel}, 0, std::sqrt(2.0 / (inputs * kernel)));
    addBias(entry, "bias", outputs);
    return *this;
}

LayerStackImpl& LayerStackImpl::maxPool1d(const std::string& name, int size) {
    add(name, "max_pool1d", channels_, (length_ - size) / size + 1, {{"size", size}});
    return *this;
}

LayerStackImpl& LayerStackImpl::upsample1d(const std::string& name, int factor) {
    add(name, "upsample1d", channels_, length_ * factor, {{"factor", factor}});
    return *this;
}

LayerStackImpl& LayerStackImpl::flatten(const std::string& name) {
    add(name, "flatten", 1, channels_ * length_);
    return *this;
}

LayerStackImpl& LayerStackImpl::reshape(const std::string& name, int channels, int length) {
    add(name, "reshape", channels, length, {{"channels", channels}, {"length", length}});
    return *this;
}

LayerStackImpl& LayerStackImpl::activation(const std::string& type, const std::string& name) {
    add(name, type, channels_, length_);
    return *this;
}

torch::Tensor LayerStackImpl::apply(const Entry& entry, const torch::Tensor& x, std::int64_t items) {
    const auto& w = entry.weights;
    const auto option = [&](const char* key) { return entry.options.at(key).get<std::int64_t>(); };
    const auto& type = entry.type;
    if (type == "affine") {
        const std::vector<std::int64_t> shape{1, entry.channels, entry.length};
        return x * w[0].whole.reshape(shape) + w[1].whole.reshape(shape);
    }
    if (type == "dense")
        return w[0].whole.defined() ? torch::linear(x, w[0].whole, w[1].whole)
                                    : torch::linear(torch::linear(x, w[0].v), w[0].u, w[1].whole);
    if (type == "gru") {
        const auto sequences = x.reshape({items, x.size(0) / items, x.size(2)});
        return gruForward(sequences, w[0].value(), w[1].value(), w[2].whole, w[3].whole)
            .reshape({x.size(0), 1, entry.length});
    }
    if (type == "conv1d")
        return torch::conv1d(x, w[0].whole, w[1].whole, option("stride"), option("padding"));
    if (type == "max_pool1d") return torch::max_pool1d(x, option("size"));
    if (type == "upsample1d") return x.repeat_interleave(option("factor"), 2);
    if (type == "flatten" || type == "reshape") return x.reshape({x.size(0), entry.channels, entry.length});
    if (type == "relu") return torch::relu(x);
    if (type == "elu") return torch::elu(x);
    if (type == "sigmoid") return torch::sigmoid(x);
    return torch::tanh(x);
}

torch::Tensor LayerStackImpl::forward(const torch::Tensor& x) const {
    const auto items = x.size(0), frames = x.size(1);
    auto y = x.reshape({items * frames, 1, inputs_});
    for (const auto& entry : entries_) y = apply(entry, y, items);
    return y.reshape({items, frames, -1});
}

void LayerStackImpl::normaliseBy(const torch::Tensor& x) {
    const auto rows = x.reshape({-1, x.size(-1)}).to(torch::kFloat64);
    const auto deviation = rows.std(0).clamp_min(1e-3);
    torch::NoGradGuard noGrad;
    auto& weights = entries_.at(0).weights;
    weights[0].whole.copy_(1.0 / deviation);
    weights[1].whole.copy_(-rows.mean(0) / deviation);
}

nlohmann::json LayerStackImpl::layers() const {
    auto list = nlohmann::json::array();
    for (const auto& entry : entries_) {
        nlohmann::json layer{{"type", entry.type}, {"name", entry.name}};
        layer.update(entry.options);
        list.push_back(layer);
    }
    return list;
}

TensorMap LayerStackImpl::tensors() const {
    TensorMap tensors;
    for (const auto& entry : entries_)
        for (const auto& weight : entry.weights) {
            const auto name = entry.name + "." + weight.suffix;
            if (weight.whole.defined())
                tensors[name] = toTensor(weight.whole);
            else {
                tensors[name + ".u"] = toTensor(weight.u);
                tensors[name + ".v"] = toTensor(weight.v);
            }
        }
    return tensors;
}

void LayerStackImpl::load(const TensorMap& tensors) {
    torch::NoGradGuard noGrad;
    for (auto& entry : entries_)
        for (auto& weight : entry.weights) {
            const auto name = entry.name + "." + weight.suffix;
            if (weight.whole.defined())
                weight.whole.copy_(stored(tensors, name, weight.whole.sizes()));
            else {
                const auto whole = stored(tensors, name, {weight.u.size(0), weight.v.size(1)});
                const auto [u, v] = lowRankFactors(whole, static_cast<int>(weight.u.size(1)));
                weight.u.copy_(u);
                weight.v.copy_(v);
            }
        }
}

std::vector<Stage> LayerStackImpl::stages() const {
    std::vector<Stage> stages;
    for (const auto& entry : entries_) {
        if (isActivation(entry.type) && !stages.empty()) {
            stages.back().layer += ", " + labelOf(entry.type);
            continue;
        }
        if (entry.type == "flatten" || entry.type == "reshape") continue;
        std::int64_t count = 0;
        std::string label = labelOf(entry.type);
        for (const auto& weight : entry.weights) {
            if (entry.type == "affine") continue; // measured, not trained
            count += weight.whole.defined() ? weight.whole.numel() : weight.u.numel() + weight.v.numel();
            if (weight.u.defined() && weight.suffix.starts_with("weight") &&
                label.find("rank") == std::string::npos)
                label += " of rank " + std::to_string(weight.u.size(1));
        }
        const auto shape = entry.channels == 1
                               ? std::to_string(entry.length)
                               : std::to_string(entry.channels) + " × " + std::to_string(entry.length);
        stages.push_back({label, shape, count});
    }
    return stages;
}

LayerStack stackOf(const Model& model, int rank) {
    LayerStack stack(model.inputSize);
    for (const auto& layer : model.layers) {
        const auto type = layer.at("type").get<std::string>(), name = layer.at("name").get<std::string>();
        const auto rows = [&](const std::string& suffix) {
            const auto whole = model.tensors.find(name + "." + suffix);
            return (whole != model.tensors.end() ? whole : model.tensors.find(name + "." + suffix + ".u"))
                ->second.shape[0];
        };
        const bool plain = layer.size() == 2;
        if (plain && type == "affine")
            stack->affine(name);
        else if (plain && type == "dense")
            stack->dense(name, rows("weight"), rank);
        else if (plain && type == "gru")
            stack->gru(name, rows("weight_ih") / 3, rank);
        else if (plain && isActivation(type))
            stack->activation(type, name);
        else
            throw Error("model " + model.name + ": layer " + name +
                        ": only chains of affine, dense, gru and activation layers can be compressed here");
    }
    stack->load(model.tensors);
    return stack;
}

} // namespace solus::train
