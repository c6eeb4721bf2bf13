// The flagship's network.
#include "Nets/BandFilterNet.h"

#include "Base/Error.h"
#include "Core/Gru.h"

namespace solus::train {

BandFilterNetImpl::BandFilterNetImpl(int inputs) {
    scale = register_buffer("scale", torch::ones({inputs}));
    shift = register_buffer("shift", torch::zeros({inputs}));
}

void BandFilterNetImpl::addTo(TensorMap& tensors) const {
    tensors["norm.scale"] = toTensor(scale);
    tensors["norm.shift"] = toTensor(shift);
}

void BandFilterNetImpl::normaliseBy(const torch::Tensor& x) {
    const auto rows = x.reshape({-1, x.size(-1)}).to(torch::kFloat64);
    const auto deviation = rows.std(0).clamp_min(1e-2);
    torch::NoGradGuard noGrad;
    scale.copy_(1.0 / deviation);
    shift.copy_(-rows.mean(0) / deviation);
}

FullBandFilterNetImpl::FullBandFilterNetImpl(const BandFilterNetSize& size)
    : BandFilterNetImpl(size.inputs), coarse_(size.coarse()) {
    using torch::nn::GRUOptions;
    dense = register_module("dense", torch::nn::Linear(size.inputs, size.dense));
    gru1 = register_module("gru1", torch::nn::GRU(GRUOptions(size.dense, size.first).batch_first(true)));
    gru2 = register_module("gru2", torch::nn::GRU(GRUOptions(size.first, size.second).batch_first(true)));
    gains = register_module("gains", torch::nn::Linear(size.first + size.second, size.bands));
    if (size.filterValues() > 0)
        filter = register_module("filter", torch::nn::Linear(size.second, size.filterValues()));
    torch::NoGradGuard noGrad;
    gains->bias.fill_(1.5); // begins by letting most of the signal through,
    if (filter) {           // with hardly any filter
        filter->weight.mul_(0.1);
        filter->bias.zero_();
    }
}

MaskOutput FullBandFilterNetImpl::forward(const torch::Tensor& x) {
    const bool coarse = coarse_ && is_training();
    const auto e = torch::relu(dense->forward(x * scale + shift));
    const auto a = gruForward(gru1, e, coarse), b = gruForward(gru2, a, coarse);
    return {torch::sigmoid(gains->forward(torch::cat({a, b}, 2))),
            filter ? torch::tanh(filter->forward(b)) : torch::Tensor{}};
}

void FullBandFilterNetImpl::addTo(TensorMap& tensors) const {
    BandFilterNetImpl::addTo(tensors);
    addDense(tensors, "dense", dense);
    addRecurrent(tensors, "gru1", gru1);
    addRecurrent(tensors, "gru2", gru2);
    addDense(tensors, "bands", gains);
    if (filter) addDense(tensors, "filter", filter);
}

void FullBandFilterNetImpl::load(const TensorMap& tensors) {
    torch::NoGradGuard noGrad;
    scale.copy_(stored(tensors, "norm.scale", scale.sizes()));
    shift.copy_(stored(tensors, "norm.shift", shift.sizes()));
    loadDense(tensors, "dense", dense);
    loadRecurrent(tensors, "gru1", gru1);
    loadRecurrent(tensors, "gru2", gru2);
    loadDense(tensors, "bands", gains);
    if (filter) loadDense(tensors, "filter", filter);
}

BandFilterNetSize sizeOf(const Model& model) {
    const auto values = [&](const std::string& name) {
        const auto found = model.tensors.find(name);
        if (found == model.tensors.end()) throw Error("model " + model.name + " has no tensor " + name);
        return static_cast<int>(found->second.values.size());
    };
    const auto mask = model.metadata.value("mask", nlohmann::json::object());
    BandFilterNetSize size;
    size.inputs = values("norm.scale");
    size.dense = values("dense.bias");
    size.first = values("gru1.bias_ih") / 3;
    size.second = values("gru2.bias_ih") / 3;
    size.bands = values("bands.bias");
    size.filterBins = mask.value("filter_bins", 0);
    size.taps = mask.value("taps", 0);
    return size;
}

nlohmann::json bandFilterLayers(const BandFilterNetSize& size) {
    nlohmann::json layers{{{"type", "affine"}, {"name", "norm"}},
                          {{"type", "dense"}, {"name", "dense"}},
                          {{"type", "relu"}, {"name", "encoded"}},
                          {{"type", "gru"}, {"name", "gru1"}},
                          {{"type", "gru"}, {"name", "gru2"}},
                          {{"type", "dense"}, {"name", "bands"}, {"from", {"gru1", "gru2"}}},
                          {{"type", "sigmoid"}, {"name", "gains"}}};
    if (size.filterValues() == 0) return layers;
    layers.push_back({{"type", "dense"}, {"name", "filter"}, {"from", "gru2"}});
    layers.push_back({{"type", "tanh"}, {"name", "taps"}});
    layers.push_back({{"type", "reshape"},
                      {"name", "mask"},
                      {"from", {"gains", "taps"}},
                      {"channels", 1},
                      {"length", size.bands + size.filterValues()}});
    return layers;
}

} // namespace solus::train
