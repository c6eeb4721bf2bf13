// Normalisation in LibTorch.
#include "Core/TorchLayers.h"

namespace solus::train {

namespace {

FrameShape makeAffine(TorchLayer& layer) {
    const int count = layer.plan.outputs > 0 ? layer.plan.outputs : layer.input.size();
    layer.addFixed("scale", torch::ones({count}));
    layer.addFixed("shift", torch::zeros({count}));
    return layer.input;
}

torch::Tensor affine(const TorchLayer& layer, const torch::Tensor& x) {
    const auto scale = layer.value("scale"), shift = layer.value("shift");
    const bool each = scale.size(0) == layer.input.size();
    const std::vector<std::int64_t> shape{layer.input.channels, each ? layer.input.length : 1};
    return x * scale.reshape(shape) + shift.reshape(shape);
}

FrameShape makeBatchNorm(TorchLayer& layer) {
    const int own = layer.input.channels > 1 ? layer.input.channels : layer.input.length;
    const int count = layer.plan.outputs > 0 ? layer.plan.outputs : own;
    layer.addTrained("weight", torch::ones({count}));
    layer.addTrained("bias", torch::zeros({count}));
    layer.addFixed("running_mean", torch::zeros({count}));
    layer.addFixed("running_var", torch::ones({count}));
    return layer.input;
}

torch::Tensor batchNorm(const TorchLayer& layer, const torch::Tensor& x) {
    const auto mean = layer.value("running_mean");
    const auto normalised = [&](const torch::Tensor& rows) {
        return torch::batch_norm(rows, layer.value("weight"), layer.value("bias"), mean,
                                 layer.value("running_var"), layer.is_training(), 0.1,
                                 layer.number("eps", 1e-5), false);
    };
    if (mean.size(0) == layer.input.size()) return normalised(x.flatten(2).flatten(0, 1)).reshape(x.sizes());
    return normalised(x.transpose(1, 2)).transpose(1, 2); // items x channels x frames x length
}

FrameShape makeLayerNorm(TorchLayer& layer) {
    layer.addTrained("weight", torch::ones({layer.input.size()}));
    layer.addTrained("bias", torch::zeros({layer.input.size()}));
    return layer.input;
}

torch::Tensor layerNorm(const TorchLayer& layer, const torch::Tensor& x) {
    auto weight = layer.value("weight"), bias = layer.value("bias");
    const std::vector<std::int64_t> shape{layer.input.channels, layer.input.length};
    const std::vector<std::int64_t> turned{shape[1], shape[0]};
    // The output of a GRU across the frame is transposed in memory, and stays so: no copies between the layers.
    const bool turn = !x.is_contiguous() && x.transpose(2, 3).is_contiguous();
    for (auto* each : {&weight, &bias})
        if (each->defined()) *each = turn ? each->reshape(shape).t() : each->reshape(shape);
    const double eps = layer.number("eps", 1e-5);
    if (!turn) return torch::layer_norm(x, shape, weight, bias, eps);
    return torch::layer_norm(x.transpose(2, 3), turned, weight, bias, eps).transpose(2, 3);
}

} // namespace

std::vector<TorchLayerType> torchNormLayers() {
    return {layerType("affine", "Mean 0, deviation 1", makeAffine, affine),
            layerType("batch_norm", "batch norm", makeBatchNorm, batchNorm),
            layerType("layer_norm", "Layer norm", makeLayerNorm, layerNorm)};
}

} // namespace solus::train
