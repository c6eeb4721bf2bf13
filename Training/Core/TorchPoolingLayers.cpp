// Pooling over all frames so far, in LibTorch.
#include "Core/TorchLayers.h"

namespace solus::train {

namespace {

constexpr double leastVariance = 1e-4;

torch::Tensor meanPool(const TorchLayer&, const torch::Tensor& x) {
    const auto options = x.options().dtype(torch::kDouble);
    const auto count = torch::arange(1, x.size(1) + 1, options).reshape({1, -1, 1, 1});
    return (x.to(torch::kDouble).cumsum(1) / count).to(torch::kFloat);
}

FrameShape makeStatisticsPool(TorchLayer& layer) {
    layer.addTrained("weight", torch::zeros({layer.input.length})); // initially all frames have equal weight
    layer.addTrained("bias", torch::zeros({1}));
    return {1, 2 * layer.input.length};
}

/// m = Σ a_t h_t / Σ a_t,   v = Σ a_t h_t² / Σ a_t − m²,   a_t = e^(w · h_t + c), or 1
torch::Tensor statisticsPool(const TorchLayer& layer, const torch::Tensor& x) {
    const auto h = x.to(torch::kDouble);
    auto a = torch::ones({1, x.size(1), 1, 1}, h.options());
    if (const auto weight = layer.value("weight"); weight.defined())
        a = ((h * weight).sum(3, true) + layer.value("bias")).exp();
    const auto sum = a.cumsum(1), mean = (a * h).cumsum(1) / sum;
    const auto variance = (a * h * h).cumsum(1) / sum - mean * mean;
    return torch::cat({mean, variance.clamp_min(leastVariance).sqrt()}, 3).to(torch::kFloat);
}

FrameShape makeMixturePool(TorchLayer& layer) {
    const int gaussians = layer.plan.outputs, length = layer.input.length;
    layer.addFixed("mean", torch::zeros({gaussians, length}));
    layer.addFixed("deviation", torch::ones({gaussians, length}));
    layer.addFixed("offset", torch::zeros({gaussians}));
    return {1, gaussians * length};
}

torch::Tensor mixturePool(const TorchLayer& layer, const torch::Tensor& x) {
    const auto distance = (x - layer.value("mean")) / layer.value("deviation"); // ... x Gaussians x length
    const auto p = torch::softmax(layer.value("offset") - 0.5 * (distance * distance).sum(3), 2).unsqueeze(3);
    const auto count = p.cumsum(1), first = (p * distance).cumsum(1);
    return (first / (count + layer.number("prior", 16.0))).flatten(2).unsqueeze(2);
}

} // namespace

std::vector<TorchLayerType> torchPoolingLayers() {
    return {layerType("mean_pool", "Mean over time", sameShape, meanPool),
            layerType("statistics_pool", "Mean, deviation", makeStatisticsPool, statisticsPool),
            layerType("mixture_pool", "Mixture", makeMixturePool, mixturePool)};
}

} // namespace solus::train
