// The classic mask network.
#include "Nets/MaskNet.h"

#include "Core/Dropout.h"
#include "Core/Gru.h"

namespace solus::train {

MaskNetImpl::MaskNetImpl(const MaskNetSize& size) : dropout_(size.dropout) {
    using torch::nn::GRUOptions;
    scale = register_buffer("scale", torch::ones({size.inputs}));
    shift = register_buffer("shift", torch::zeros({size.inputs}));
    gru1 = register_module("gru1", torch::nn::GRU(GRUOptions(size.inputs, size.first).batch_first(true)));
    gru2 = register_module("gru2", torch::nn::GRU(GRUOptions(size.first, size.second).batch_first(true)));
    mask = register_module("mask", torch::nn::Linear(size.second, size.outputs));
}

torch::Tensor MaskNetImpl::forward(const torch::Tensor& x, std::optional<torch::Generator> generator) {
    auto h = gruForward(gru1, x * scale + shift);
    if (is_training() && generator && dropout_ > 0.0) h = dropout(h, dropout_, *generator);
    return mask->forward(gruForward(gru2, h));
}

void MaskNetImpl::normaliseBy(const torch::Tensor& x) {
    const auto rows = x.reshape({-1, x.size(-1)}).to(torch::kFloat64);
    const auto deviation = rows.std(0).clamp_min(1e-3);
    torch::NoGradGuard noGrad;
    scale.copy_(1.0 / deviation);
    shift.copy_(-rows.mean(0) / deviation);
}

} // namespace solus::train
