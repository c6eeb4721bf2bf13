// Recurrent layers in LibTorch, over time and across the positions of a frame.
#include "Core/Gru.h"
#include "Core/TorchLayers.h"

namespace solus::train {

namespace {

FrameShape addRecurrentParts(TorchLayer& layer, int gates, int inputs, int length) {
    const int units = layer.plan.outputs;
    layer.addMatrix("weight_ih", gates * units, inputs, units);
    layer.addMatrix("weight_hh", gates * units, units, units);
    layer.addBias("bias_ih", gates * units, units);
    layer.addBias("bias_hh", gates * units, units);
    return length == 0 ? FrameShape{1, units} : FrameShape{units, length};
}

FrameShape makeGru(TorchLayer& layer) {
    return addRecurrentParts(layer, 3, layer.input.length, 0);
}
FrameShape makeLstm(TorchLayer& layer) {
    return addRecurrentParts(layer, 4, layer.input.length, 0);
}
FrameShape makeGruOfChannels(TorchLayer& layer) {
    return addRecurrentParts(layer, 3, layer.input.channels, layer.input.length);
}

struct RecurrentWeights {
    torch::Tensor input, hidden, inputBias, hiddenBias;
};

RecurrentWeights weightsOf(const TorchLayer& layer) {
    RecurrentWeights w{layer.value("weight_ih"), layer.value("weight_hh"), layer.value("bias_ih"),
                       layer.value("bias_hh")};
    for (auto* bias : {&w.inputBias, &w.hiddenBias})
        if (!bias->defined()) *bias = torch::zeros({w.input.size(0)}, w.input.options());
    return w;
}

/// x: sequences x steps x values.
torch::Tensor gruOf(const TorchLayer& layer, const torch::Tensor& x) {
    const auto w = weightsOf(layer);
    return gruForward(x, w.input, w.hidden, w.inputBias, w.hiddenBias,
                      layer.plan.coarse && layer.is_training());
}

torch::Tensor gru(const TorchLayer& layer, const torch::Tensor& x) {
    return gruOf(layer, x.squeeze(2)).unsqueeze(2);
}

torch::Tensor lstm(const TorchLayer& layer, const torch::Tensor& x) {
    const auto w = weightsOf(layer);
    const auto start = torch::zeros({1, x.size(0), w.hidden.size(1)}, x.options());
    return std::get<0>(torch::lstm(x.squeeze(2), {start, start},
                                   {w.input, w.hidden, w.inputBias, w.hiddenBias}, true, 1, 0.0,
                                   layer.is_training(), false, true))
        .unsqueeze(2);
}

/// From the first position of each frame to its last, or back.
torch::Tensor gruAcross(const TorchLayer& layer, const torch::Tensor& x) {
    const auto rows = x.transpose(2, 3).flatten(0, 1); // frames x positions x channels
    const bool downwards = layer.option("downwards", 0) == 1;
    auto h = gruOf(layer, downwards ? rows.flip(1) : rows);
    if (downwards) h = h.flip(1);
    return h.reshape({x.size(0), x.size(1), x.size(3), -1}).transpose(2, 3);
}

/// Over time, with a separate state for each position.
torch::Tensor gruEach(const TorchLayer& layer, const torch::Tensor& x) {
    const auto rows = x.permute({0, 3, 1, 2}).flatten(0, 1); // positions of all items x frames x channels
    return gruOf(layer, rows).reshape({x.size(0), x.size(3), x.size(1), -1}).permute({0, 2, 3, 1});
}

} // namespace

std::vector<TorchLayerType> torchRecurrentLayers() {
    return {layerType("gru", "GRU", makeGru, gru), layerType("lstm", "LSTM", makeLstm, lstm),
            layerType("gru_across", "GRU across", makeGruOfChannels, gruAcross),
            layerType("gru_each", "GRU at each", makeGruOfChannels, gruEach)};
}

} // namespace solus::train
