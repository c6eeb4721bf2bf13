// Dense layers and convolutions in LibTorch.
#include "Core/ConvRows.h"
#include "Core/TorchLayers.h"

#include <algorithm>

namespace solus::train {

namespace {

bool isCoarse(const TorchLayer& layer) {
    return layer.plan.coarse && layer.is_training();
}

FrameShape makeDense(TorchLayer& layer) {
    const int in = layer.input.length, out = layer.plan.outputs;
    layer.addMatrix("weight", out, in, in);
    layer.addBias("bias", out, in);
    return {1, out};
}

torch::Tensor dense(const TorchLayer& layer, const torch::Tensor& x) {
    const auto& weight = *layer.find("weight");
    const auto bias = layer.value("bias");
    if (isCoarse(layer)) {
        const auto y = torch::matmul(x.to(torch::kBFloat16), weight.value().to(torch::kBFloat16).t());
        return bias.defined() ? y.to(torch::kFloat32) + bias : y.to(torch::kFloat32);
    }
    const auto rows =
        x.reshape({-1, x.size(3)}); // in two dimensions, where LibTorch adds the bias in the product itself
    const auto y = weight.whole.defined() ? torch::linear(rows, weight.whole, bias)
                                          : torch::linear(torch::linear(rows, weight.v), weight.u, bias);
    return y.reshape({x.size(0), x.size(1), 1, -1});
}

FrameShape makeConv1d(TorchLayer& layer) {
    const int in = layer.input.channels, out = layer.plan.outputs, kernel = layer.plan.kernel;
    layer.addWeight("weight", {out, in, kernel}, in * kernel);
    layer.addBias("bias", out, in * kernel);
    return {out,
            (layer.input.length + 2 * layer.option("padding", 0) - kernel) / layer.option("stride", 1) + 1};
}

/// Whether it has few channels, which lie side by side in memory.
bool isOfRows(const TorchLayer& layer, const std::vector<torch::Tensor>& inputs) {
    const auto& x = inputs[0];
    return inputs.size() <= 2 && std::any_of(inputs.begin(), inputs.end(), isTurned) && x.is_cpu() &&
           x.scalar_type() == torch::kFloat32 && layer.input.channels <= 64 && layer.plan.outputs <= 64;
}

torch::Tensor convOfRows(const TorchLayer& layer, const std::vector<torch::Tensor>& inputs, int repeat,
                         bool relu) {
    const auto rows = [](const torch::Tensor& t) { return t.transpose(2, 3).flatten(0, 1); };
    return convRows(rows(inputs[0]), inputs.size() > 1 ? rows(inputs[1]) : torch::Tensor(),
                    {layer.value("weight"), layer.value("bias"), layer.option("stride", 1),
                     layer.option("padding", 0), isCoarse(layer), repeat, relu})
        .unflatten(0, {inputs[0].size(0), inputs[0].size(1)})
        .transpose(2, 3);
}

torch::Tensor conv1d(const TorchLayer& layer, const std::vector<torch::Tensor>& inputs) {
    if (isOfRows(layer, inputs)) return convOfRows(layer, inputs, 1, false);
    const auto weight = layer.value("weight"), bias = layer.value("bias");
    const int stride = layer.option("stride", 1), padding = layer.option("padding", 0);
    const auto x = joined(inputs);
    if (weight.size(2) == 1 && stride == 1 && padding == 0) // the same matrix at every position
        return torch::linear(x.transpose(2, 3).reshape({-1, x.size(2)}), weight.squeeze(2), bias)
            .reshape({x.size(0), x.size(1), x.size(3), -1})
            .transpose(2, 3);
    return torch::conv1d(x.flatten(0, 1), weight, bias, stride, padding).unflatten(0, {x.size(0), x.size(1)});
}

/// [out, k channels, width], as laid out by recent_frames, is [out, channels, k, width] of a convolution over time and
/// frequency. PyTorch's convolution reads each value once, not k times. `frames`: the layer before.
torch::Tensor convOverTime(const TorchLayer& frames, const TorchLayer& layer, const torch::Tensor& x) {
    const int k = frames.option("frames", 1);
    const auto type = isCoarse(layer) ? torch::kBFloat16 : torch::kFloat32;
    const auto packed = [type](const torch::Tensor& t) {
        return t.to(type).contiguous(torch::MemoryFormat::ChannelsLast);
    };
    const auto weight = layer.value("weight").unflatten(1, {k, x.size(2)}).transpose(1, 2);
    const auto past = torch::constant_pad_nd(packed(x.transpose(1, 2)), {0, 0, k - 1, 0});
    auto bias = layer.value("bias");
    if (bias.defined()) bias = bias.to(type);
    return torch::conv2d(past, packed(weight), bias, {1, layer.option("stride", 1)},
                         torch::IntArrayRef{0, layer.option("padding", 0)})
        .transpose(1, 2);
}

} // namespace

torch::Tensor convolve(const ConvStep& step, std::vector<torch::Tensor> inputs) {
    const auto& conv = *step.conv;
    const auto rectified = [&](const torch::Tensor& y) { return step.relu ? torch::relu(y) : y; };
    if (step.before && step.before->plan.spec.type == "recent_frames")
        return rectified(convOverTime(*step.before, conv, inputs[0]));
    if (isOfRows(conv, inputs))
        return convOfRows(conv, inputs, step.before ? step.before->option("factor", 1) : 1, step.relu);
    if (step.before) inputs[0] = torchLayerType("upsample1d").run(*step.before, {inputs[0]});
    return rectified(conv1d(conv, inputs));
}

std::vector<TorchLayerType> torchWeightLayers() {
    return {layerType("dense", "Dense", makeDense, dense), {"conv1d", "Conv1D", makeConv1d, conv1d}};
}

} // namespace solus::train
