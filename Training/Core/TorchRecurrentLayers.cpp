// Recurrent layers in LibTorch, over time and across the positions of a frame.
#include "Core/Gru.h"
#include "Core/GruRows.h"
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

/// x in rows, one for each position of each frame of each item.
torch::Tensor gruOfRows(const TorchLayer& layer, const torch::Tensor& x, const SequenceRows& rows) {
    const auto w = weightsOf(layer);
    return gruOverRows(x.flatten(0, 2), rows, w.input, w.hidden, w.inputBias, w.hiddenBias,
                       layer.plan.coarse && layer.is_training())
        .reshape({x.size(0), x.size(1), x.size(2), -1});
}

bool takesRows(const TorchLayer& layer, const torch::Tensor& x) {
    return x.is_cpu() && x.scalar_type() == torch::kFloat32 &&
           gruRowsTake(layer.input.channels, layer.plan.outputs);
}

/// From the first position of each frame to its last, or back.
torch::Tensor gruAcross(const TorchLayer& layer, const torch::Tensor& x) {
    const auto turned = x.transpose(2, 3); // items x frames x positions x channels
    const bool downwards = layer.option("downwards", 0) == 1;
    const auto frames = x.size(0) * x.size(1), positions = x.size(3);
    if (takesRows(layer, x))
        return gruOfRows(layer, turned, {1, frames, positions, 0, positions, 1, downwards}).transpose(2, 3);
    const auto rows = turned.flatten(0, 1);
    auto h = gruOf(layer, downwards ? rows.flip(1) : rows);
    if (downwards) h = h.flip(1);
    return h.reshape({x.size(0), x.size(1), x.size(3), -1}).transpose(2, 3);
}

/// Over time, with a separate state for each position.
torch::Tensor gruEach(const TorchLayer& layer, const torch::Tensor& x) {
    const auto frames = x.size(1), positions = x.size(3);
    if (takesRows(layer, x))
        return gruOfRows(layer, x.transpose(2, 3),
                         {x.size(0), positions, frames, frames * positions, 1, positions})
            .transpose(2, 3);
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
