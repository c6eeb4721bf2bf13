// The table of layer types, and the layers without trained values.
#include "Core/TorchLayers.h"

#include "Base/Error.h"

#include <algorithm>

namespace solus::train {

namespace {

FrameShape makeMaxPool(TorchLayer& layer) {
    const int size = layer.option("size", 1), stride = layer.option("stride", size);
    return {layer.input.channels, (layer.input.length - size) / stride + 1};
}

torch::Tensor maxPool(const TorchLayer& layer, const torch::Tensor& x) {
    const int size = layer.option("size", 1);
    const auto y = torch::max_pool1d(x.flatten(0, 1), size, layer.option("stride", size));
    return y.unflatten(0, {x.size(0), x.size(1)});
}

FrameShape makeUpsample(TorchLayer& layer) {
    return {layer.input.channels, layer.input.length * layer.option("factor", 1)};
}

torch::Tensor upsample(const TorchLayer& layer, const torch::Tensor& x) {
    if (isTurned(x)) {
        const auto rows = x.transpose(2, 3).unsqueeze(3); // items x frames x positions x 1 x channels
        return rows.expand({-1, -1, -1, layer.option("factor", 1), -1}).flatten(2, 3).transpose(2, 3);
    }
    return x.unsqueeze(4).expand({-1, -1, -1, -1, layer.option("factor", 1)}).flatten(3);
}

FrameShape makeCrop(TorchLayer& layer) {
    return {layer.input.channels, layer.option("length", 0)};
}

torch::Tensor crop(const TorchLayer& layer, const torch::Tensor& x) {
    return x.narrow(3, 0, layer.option("length", 0));
}

FrameShape makeFlat(TorchLayer& layer) {
    return {1, layer.input.size()};
}

FrameShape makeReshaped(TorchLayer& layer) {
    return {layer.option("channels", 1), layer.option("length", 0)};
}

torch::Tensor reshaped(const TorchLayer& layer, const torch::Tensor& x) {
    return x.reshape({x.size(0), x.size(1), layer.output.channels, layer.output.length});
}

torch::Tensor sum(const TorchLayer&, const std::vector<torch::Tensor>& x) {
    auto total = x.back(); // starts with the newest frame, whose memory layout the sum should have
    for (size_t i = x.size() - 1; i-- > 0;) total = total + x[i];
    return total;
}

FrameShape makeRecentFrames(TorchLayer& layer) {
    return {layer.input.channels * layer.option("frames", 1), layer.input.length};
}

/// The last k frames as channels, the oldest first; zeros before the first frame.
torch::Tensor recentFrames(const TorchLayer& layer, const torch::Tensor& x) {
    const int k = layer.option("frames", 1);
    const auto past = torch::constant_pad_nd(x, {0, 0, 0, 0, k - 1, 0});
    std::vector<torch::Tensor> shifted;
    for (int i = 0; i < k; ++i) shifted.push_back(past.narrow(1, i, x.size(1)));
    return torch::cat(shifted, 2);
}

FrameShape makeVoice(TorchLayer& layer) {
    return {1, layer.option("values", 1)};
}

/// Only where no voice is given: nobody's.
torch::Tensor nobody(const TorchLayer& layer, const std::vector<torch::Tensor>& inputs) {
    return inputs[0].new_zeros({inputs[0].size(0), 1, 1, layer.output.length});
}

torch::Tensor scaleShift(const TorchLayer&, const std::vector<torch::Tensor>& inputs) {
    return inputs[0] * (1.0 + inputs[1]) + inputs[2]; // the voice's are one frame, for all
}

torch::Tensor relu(const TorchLayer&, const torch::Tensor& x) {
    return torch::relu(x);
}
torch::Tensor elu(const TorchLayer& layer, const torch::Tensor& x) {
    return torch::elu(x, layer.number("alpha", 1.0));
}
torch::Tensor sigmoid(const TorchLayer&, const torch::Tensor& x) {
    return torch::sigmoid(x);
}
torch::Tensor tanh(const TorchLayer&, const torch::Tensor& x) {
    return torch::tanh(x);
}
torch::Tensor softmax(const TorchLayer&, const torch::Tensor& x) {
    return torch::softmax(x, 3);
}
torch::Tensor l2Normalise(const TorchLayer&, const torch::Tensor& x) {
    return x / x.flatten(2).norm(2, 2).clamp_min(1e-12).unsqueeze(2).unsqueeze(3);
}

} // namespace

FrameShape sameShape(TorchLayer& layer) {
    return layer.input;
}

TorchLayerType layerType(const std::string& type, const std::string& label, FrameShape (*make)(TorchLayer&),
                         torch::Tensor (*run)(const TorchLayer&, const torch::Tensor&)) {
    return {type, label, make, [run](const TorchLayer& layer, const std::vector<torch::Tensor>& inputs) {
                return run(layer, joined(inputs));
            }};
}

torch::Tensor joined(const std::vector<torch::Tensor>& inputs) {
    if (inputs.size() == 1) return inputs[0];
    const bool vectors =
        std::all_of(inputs.begin(), inputs.end(), [](const torch::Tensor& x) { return x.size(2) == 1; });
    if (vectors || std::none_of(inputs.begin(), inputs.end(), isTurned))
        return torch::cat(inputs, vectors ? 3 : 2);
    std::vector<torch::Tensor> turned;
    for (const auto& x : inputs) turned.push_back(x.transpose(2, 3).contiguous());
    return torch::cat(turned, 3).transpose(2, 3);
}

bool isTurned(const torch::Tensor& x) {
    return x.size(2) > 1 && x.stride(2) == 1;
}

const std::vector<TorchLayerType>& torchLayerTypes() {
    static const auto types = [] {
        std::vector<TorchLayerType> all{
            layerType("max_pool1d", "Max pool", makeMaxPool, maxPool),
            layerType("upsample1d", "Repeat", makeUpsample, upsample),
            layerType("crop1d", "", makeCrop, crop),
            layerType("flatten", "", makeFlat, reshaped),
            layerType("reshape", "", makeReshaped, reshaped),
            {"add", "Sum", sameShape, sum},
            {"voice", "Voice", makeVoice, nobody},
            {"scale_shift", "Scale, shift", sameShape, scaleShift},
            layerType("recent_frames", "", makeRecentFrames, recentFrames),
            layerType("relu", "ReLU", sameShape, relu),
            layerType("elu", "ELU", sameShape, elu),
            layerType("sigmoid", "sigmoid", sameShape, sigmoid),
            layerType("tanh", "tanh", sameShape, tanh),
            layerType("softmax", "softmax", sameShape, softmax),
            layerType("l2_normalise", "length 1", sameShape, l2Normalise),
        };
        for (const auto& more :
             {torchWeightLayers(), torchRecurrentLayers(), torchNormLayers(), torchPoolingLayers()})
            all.insert(all.end(), more.begin(), more.end());
        return all;
    }();
    return types;
}

const TorchLayerType& torchLayerType(const std::string& type) {
    const auto& types = torchLayerTypes();
    const auto found =
        std::find_if(types.begin(), types.end(), [&](const TorchLayerType& one) { return one.type == type; });
    if (found == types.end()) throw Error("there is no layer of type " + type + " in LibTorch here");
    return *found;
}

} // namespace solus::train
