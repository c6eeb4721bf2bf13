// Building a network plan, layer by layer or from a file.
#include "Core/NetPlan.h"

#include "Core/TorchLayers.h"

#include <algorithm>

namespace solus::train {

NetPlan& NetPlan::append(const std::string& type, const std::string& name, const From& from, int outputs,
                         std::map<std::string, double> options) {
    PlannedLayer layer;
    layer.spec = {type, name, from, std::move(options)};
    if (from.empty()) layer.spec.from = {layers.empty() ? std::string("input") : layers.back().spec.name};
    layer.outputs = outputs;
    layers.push_back(std::move(layer));
    return *this;
}

NetPlan NetPlan::of(int inputs, const LayerGraph& graph, const TensorMap& tensors, int rank) {
    NetPlan plan(inputs);
    for (const auto& spec : graph) {
        PlannedLayer layer;
        layer.spec = spec;
        layer.rank = rank;
        const auto shape = [&](const std::string& suffix) {
            auto found = tensors.find(spec.name + "." + suffix);
            if (found == tensors.end()) found = tensors.find(spec.name + "." + suffix + ".u");
            return found == tensors.end() ? std::vector<int>{} : found->second.shape;
        };
        const int gates = spec.type == "lstm" ? 4 : 3;
        for (const char* suffix : {"weight", "mean", "scale", "running_mean"})
            if (const auto sizes = shape(suffix); !sizes.empty()) layer.outputs = sizes[0];
        if (const auto sizes = shape("weight_ih"); !sizes.empty()) layer.outputs = sizes[0] / gates;
        if (const auto sizes = shape("weight"); sizes.size() == 3) layer.kernel = sizes[2];
        for (const char* suffix : {"weight", "bias", "bias_ih", "bias_hh"})
            if (shape(suffix).empty()) layer.without.push_back(suffix);
        plan.layers.push_back(std::move(layer));
    }
    return plan;
}

NetPlan& NetPlan::dense(const std::string& name, int outputs, const From& from) {
    return append("dense", name, from, outputs);
}
NetPlan& NetPlan::conv1d(const std::string& name, int channels, int kernel, int stride, int padding,
                         const From& from) {
    append("conv1d", name, from, channels,
           {{"stride", static_cast<double>(stride)}, {"padding", static_cast<double>(padding)}});
    layers.back().kernel = kernel;
    return *this;
}
NetPlan& NetPlan::maxPool1d(const std::string& name, int size, const From& from) {
    return append("max_pool1d", name, from, 0, {{"size", size}});
}
NetPlan& NetPlan::upsample1d(const std::string& name, int factor, const From& from) {
    return append("upsample1d", name, from, 0, {{"factor", factor}});
}
NetPlan& NetPlan::crop1d(const std::string& name, int length, const From& from) {
    return append("crop1d", name, from, 0, {{"length", length}});
}
NetPlan& NetPlan::flatten(const std::string& name, const From& from) {
    return append("flatten", name, from);
}
NetPlan& NetPlan::reshape(const std::string& name, int channels, int length, const From& from) {
    return append("reshape", name, from, 0, {{"channels", channels}, {"length", length}});
}
NetPlan& NetPlan::add(const std::string& name, const From& from) {
    return append("add", name, from);
}
NetPlan& NetPlan::recentFrames(const std::string& name, int frames, const From& from) {
    return append("recent_frames", name, from, 0, {{"frames", frames}});
}
NetPlan& NetPlan::gru(const std::string& name, int units, const From& from) {
    return append("gru", name, from, units);
}
NetPlan& NetPlan::gruAcross(const std::string& name, int units, bool downwards, const From& from) {
    append("gru_across", name, from, units);
    if (downwards) layers.back().spec.options["downwards"] = 1;
    return *this;
}
NetPlan& NetPlan::gruEach(const std::string& name, int units, const From& from) {
    return append("gru_each", name, from, units);
}
NetPlan& NetPlan::batchNorm(const std::string& name, const From& from) {
    return append("batch_norm", name, from);
}
NetPlan& NetPlan::layerNorm(const std::string& name, const From& from) {
    return append("layer_norm", name, from);
}
NetPlan& NetPlan::affine(const std::string& name, const From& from) {
    return append("affine", name, from);
}
NetPlan& NetPlan::relu(const std::string& name, const From& from) {
    return append("relu", name, from);
}
NetPlan& NetPlan::elu(const std::string& name, const From& from) {
    return append("elu", name, from);
}
NetPlan& NetPlan::sigmoid(const std::string& name, const From& from) {
    return append("sigmoid", name, from);
}
NetPlan& NetPlan::tanh(const std::string& name, const From& from) {
    return append("tanh", name, from);
}
NetPlan& NetPlan::meanPool(const std::string& name, const From& from) {
    return append("mean_pool", name, from);
}
NetPlan& NetPlan::statisticsPool(const std::string& name, bool attentive, const From& from) {
    append("statistics_pool", name, from);
    return attentive ? *this : without({"weight", "bias"});
}
NetPlan& NetPlan::mixturePool(const std::string& name, int gaussians, double prior, const From& from) {
    return append("mixture_pool", name, from, gaussians, {{"prior", prior}});
}
NetPlan& NetPlan::l2Normalise(const std::string& name, const From& from) {
    return append("l2_normalise", name, from);
}

NetPlan& NetPlan::voice(const std::string& name, int values) {
    return append("voice", name, {"input"}, 0, {{"values", values}});
}
NetPlan& NetPlan::scaleShift(const std::string& name, const std::string& x, const std::string& scale,
                             const std::string& shift) {
    return append("scale_shift", name, {x, scale, shift});
}

NetPlan& NetPlan::rank(int rank) {
    layers.back().rank = rank;
    return *this;
}
NetPlan& NetPlan::coarse(bool coarse) {
    layers.back().coarse = coarse;
    return *this;
}
NetPlan& NetPlan::weights(double factor) {
    layers.back().weights = factor;
    return *this;
}
NetPlan& NetPlan::bias(double bias) {
    layers.back().bias = bias;
    return *this;
}
NetPlan& NetPlan::without(const std::vector<std::string>& tensors) {
    layers.back().without = tensors;
    return *this;
}

LayerGraph NetPlan::graph() const {
    LayerGraph graph;
    for (const auto& layer : layers) graph.push_back(layer.spec);
    return graph;
}

bool NetPlan::has(const std::string& layer) const {
    return std::any_of(layers.begin(), layers.end(),
                       [&](const PlannedLayer& one) { return one.spec.name == layer; });
}

std::string NetPlan::outline() const {
    std::string text;
    for (const auto& layer : layers) {
        if (layer.outputs == 0 || layer.spec.type == "affine") continue;
        if (!text.empty()) text += ", ";
        text += torchLayerType(layer.spec.type).label + "(" + std::to_string(layer.outputs) + ")";
    }
    return text;
}

} // namespace solus::train
