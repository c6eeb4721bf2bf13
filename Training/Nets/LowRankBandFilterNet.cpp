// The light network.
#include "Nets/LowRankBandFilterNet.h"

#include "Core/Gru.h"

namespace solus::train {

LowRankBandFilterNetImpl::LowRankBandFilterNetImpl(const BandFilterNetSize& size)
    : BandFilterNetImpl(size.inputs) {
    dense_ = register_module("dense", LowRankMatrix(size.dense, size.inputs, size.rank));
    denseBias_ = register_parameter("dense_bias", torch::zeros({size.dense}));
    gru1_ = makeGru("gru1", size.dense, size.first, size.rank);
    gru2_ = makeGru("gru2", size.first, size.second, size.rank);
    gains_ = register_module("gains", torch::nn::Linear(size.first + size.second, size.bands));
    if (size.filterValues() == 0) return;
    filter_ = register_module("filter", LowRankMatrix(size.filterValues(), size.second, size.rank));
    filterBias_ = register_parameter("filter_bias", torch::zeros({size.filterValues()}));
}

LowRankBandFilterNetImpl::Gru LowRankBandFilterNetImpl::makeGru(const std::string& name, int inputs,
                                                                int units, int rank) {
    return {register_module(name + "_input", LowRankMatrix(3 * units, inputs, rank)),
            register_module(name + "_hidden", LowRankMatrix(3 * units, units, rank)),
            register_parameter(name + "_input_bias", torch::zeros({3 * units})),
            register_parameter(name + "_hidden_bias", torch::zeros({3 * units}))};
}

torch::Tensor LowRankBandFilterNetImpl::Gru::forward(const torch::Tensor& x) const {
    return gruForward(x, input->product(), hidden->product(), inputBias, hiddenBias);
}

void LowRankBandFilterNetImpl::Gru::approximate(const torch::nn::GRU& gru) {
    const auto p = gru->named_parameters();
    input->approximate(p["weight_ih_l0"]);
    hidden->approximate(p["weight_hh_l0"]);
    torch::NoGradGuard noGrad;
    inputBias.copy_(p["bias_ih_l0"]);
    hiddenBias.copy_(p["bias_hh_l0"]);
}

void LowRankBandFilterNetImpl::Gru::addTo(TensorMap& tensors, const std::string& name) const {
    input->addTo(tensors, name + ".weight_ih");
    hidden->addTo(tensors, name + ".weight_hh");
    tensors[name + ".bias_ih"] = toTensor(inputBias);
    tensors[name + ".bias_hh"] = toTensor(hiddenBias);
}

MaskOutput LowRankBandFilterNetImpl::forward(const torch::Tensor& x) {
    const auto e = torch::relu(torch::linear(x * scale + shift, dense_->product(), denseBias_));
    const auto a = gru1_.forward(e), b = gru2_.forward(a);
    return {torch::sigmoid(gains_->forward(torch::cat({a, b}, 2))),
            filter_ ? torch::tanh(torch::linear(b, filter_->product(), filterBias_)) : torch::Tensor{}};
}

void LowRankBandFilterNetImpl::approximate(const FullBandFilterNetImpl& full) {
    dense_->approximate(full.dense->weight);
    gru1_.approximate(full.gru1);
    gru2_.approximate(full.gru2);
    if (filter_) filter_->approximate(full.filter->weight);
    torch::NoGradGuard noGrad;
    scale.copy_(full.scale);
    shift.copy_(full.shift);
    denseBias_.copy_(full.dense->bias);
    gains_->weight.copy_(full.gains->weight);
    gains_->bias.copy_(full.gains->bias);
    if (filter_) filterBias_.copy_(full.filter->bias);
}

void LowRankBandFilterNetImpl::addTo(TensorMap& tensors) const {
    BandFilterNetImpl::addTo(tensors);
    dense_->addTo(tensors, "dense.weight");
    tensors["dense.bias"] = toTensor(denseBias_);
    gru1_.addTo(tensors, "gru1");
    gru2_.addTo(tensors, "gru2");
    addDense(tensors, "bands", gains_);
    if (!filter_) return;
    filter_->addTo(tensors, "filter.weight");
    tensors["filter.bias"] = toTensor(filterBias_);
}

} // namespace solus::train
