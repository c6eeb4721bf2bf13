// Building, running and storing a network.
#include "Core/TorchGraph.h"

#include "Base/Error.h"
#include "Core/Export.h"
#include "Core/LowRank.h"
#include "Inference/Layers.h"

#include <algorithm>

namespace solus::train {

TorchGraphImpl::TorchGraphImpl(const NetPlan& p) : plan(p) {
    places_["input"] = 0;
    for (const auto& planned : plan.layers) {
        std::vector<size_t> sources;
        FrameShape input;
        bool vectors = true;
        for (const auto& name : planned.spec.from) {
            sources.push_back(indexOf(name));
            const auto shape =
                sources.back() == 0 ? FrameShape{1, plan.inputs} : layers_[sources.back() - 1]->output;
            vectors = vectors && shape.channels == 1;
            if (sources.size() == 1)
                input = shape;
            else if (takesInputsApart(planned.spec.type))
                input = input.length > 0 ? input : shape;
            else
                vectors ? input.length += shape.length : input.channels += shape.channels;
        }
        const auto& name = planned.spec.name;
        layers_.push_back(register_module(name, std::make_shared<TorchLayer>(planned, plan.init, input)));
        sources_.push_back(std::move(sources));
        places_[name] = layers_.size();
    }
    for (size_t i = 0; i < layers_.size(); ++i) steps_.push_back(stepOf(i));
}

size_t TorchGraphImpl::indexOf(const std::string& name) const {
    const auto found = places_.find(name);
    if (found == places_.end()) throw Error("the network has no layer " + name);
    return found->second;
}

TorchLayer& TorchGraphImpl::layer(const std::string& name) const {
    return *layers_.at(indexOf(name) - 1);
}

TorchGraphImpl::Step TorchGraphImpl::stepOf(size_t index) const {
    const auto is = [this](size_t place, const char* type) {
        return place > 0 && layers_[place - 1]->plan.spec.type == type;
    };
    const auto readOnce = [this](size_t place) {
        std::ptrdiff_t times = 0;
        for (const auto& sources : sources_) times += std::count(sources.begin(), sources.end(), place);
        return times == 1;
    };
    Step step{{}, sources_[index], {}};
    size_t conv = index + 1;
    if (is(conv, "relu") && step.sources.size() == 1)
        if (const auto source = step.sources[0]; is(source, "conv1d") && readOnce(source)) {
            step.conv.relu = true;
            step.inner.push_back(conv = source);
        }
    if (!is(conv, "conv1d")) return step;
    step.conv.conv = layers_[conv - 1].get();
    step.sources = sources_[conv - 1];
    const auto first = step.sources[0];
    if ((is(first, "recent_frames") && step.sources.size() == 1) ||
        (is(first, "upsample1d") && readOnce(first)))
        if (sources_[first - 1].size() == 1) {
            step.conv.before = layers_[first - 1].get();
            step.inner.push_back(first);
            step.sources[0] = sources_[first - 1][0];
        }
    return step;
}

std::vector<torch::Tensor> TorchGraphImpl::run(const std::map<std::string, torch::Tensor>& given,
                                               const std::vector<std::string>& wanted) const {
    std::vector<torch::Tensor> values(layers_.size() + 1);
    for (const auto& [name, value] : given) {
        const auto place = indexOf(name);
        const auto shape = place == 0 ? FrameShape{1, plan.inputs} : layers_[place - 1]->output;
        values[place] = value.reshape({value.size(0), value.size(1), shape.channels, shape.length});
    }
    std::vector<bool> needed(values.size()), together;
    for (const auto& step : steps_) // not with a layer whose values are given
        together.push_back(step.conv.conv && std::none_of(step.inner.begin(), step.inner.end(),
                                                          [&](size_t i) { return values[i].defined(); }));
    for (const auto& name : wanted) needed[indexOf(name)] = true;
    const auto sourcesOf = [&](size_t i) -> const std::vector<size_t>& {
        return together[i] ? steps_[i].sources : sources_[i];
    };
    for (size_t i = layers_.size(); i-- > 0;)
        if (needed[i + 1] && !values[i + 1].defined())
            for (const auto source : sourcesOf(i)) needed[source] = true;
    for (size_t i = 0; i < layers_.size(); ++i) {
        if (!needed[i + 1] || values[i + 1].defined()) continue;
        std::vector<torch::Tensor> inputs;
        for (const auto source : sourcesOf(i)) inputs.push_back(values[source]);
        const auto& layer = *layers_[i];
        values[i + 1] = together[i] ? convolve(steps_[i].conv, std::move(inputs))
                                    : torchLayerType(layer.plan.spec.type).run(layer, inputs);
    }
    std::vector<torch::Tensor> outputs;
    for (const auto& name : wanted) outputs.push_back(values[indexOf(name)].flatten(2));
    return outputs;
}

torch::Tensor TorchGraphImpl::forward(const torch::Tensor& x) const {
    return run({{"input", x}}, {plan.layers.back().spec.name})[0];
}

void TorchGraphImpl::normaliseBy(const torch::Tensor& x, double least) {
    torch::NoGradGuard noGrad;
    auto& first = *layers_.at(0);
    const bool affine = first.plan.spec.type == "affine";
    auto rows = x.reshape({-1, x.size(-1)});
    if (!affine) rows = torch::layer_norm(rows, {rows.size(1)});
    rows = rows.to(torch::kFloat64);
    const auto deviation = rows.std(0).clamp_min(least);
    first.value(affine ? "scale" : "weight").copy_(1.0 / deviation);
    first.value(affine ? "shift" : "bias").copy_(-rows.mean(0) / deviation);
}

TensorMap TorchGraphImpl::tensors() const {
    TensorMap tensors;
    for (const auto& layer : layers_)
        for (const auto& part : layer->parts) {
            const auto name = layer->plan.spec.name + "." + part.suffix;
            if (part.whole.defined())
                tensors[name] = toTensor(part.whole);
            else {
                tensors[name + ".u"] = toTensor(part.u);
                tensors[name + ".v"] = toTensor(part.v);
            }
        }
    return tensors;
}

void TorchGraphImpl::load(const TensorMap& tensors, Absent absent) {
    torch::NoGradGuard noGrad;
    for (const auto& layer : layers_) {
        const auto first = layer->plan.spec.name + ".";
        const auto next = tensors.lower_bound(first);
        if (absent == Absent::keep && (next == tensors.end() || !next->first.starts_with(first))) continue;
        for (auto& part : layer->parts) {
            const auto name = first + part.suffix;
            if (part.whole.defined()) {
                part.whole.copy_(stored(tensors, name, part.whole.sizes()));
                continue;
            }
            const auto whole = stored(tensors, name, {part.u.size(0), part.v.size(1)});
            const auto [u, v] = lowRankFactors(whole, static_cast<int>(part.u.size(1)));
            part.u.copy_(u);
            part.v.copy_(v);
        }
    }
}

torch::Tensor TorchGraphImpl::tensor(const std::string& name) const {
    const auto dot = name.find('.');
    return layer(name.substr(0, dot)).value(name.substr(dot + 1));
}

std::vector<Stage> TorchGraphImpl::stages() const {
    const auto joins = [](const std::string& label) { // shown with the layer before: "Dense, ReLU"
        return label == "ReLU" || (!label.empty() && std::islower(static_cast<unsigned char>(label[0]))) ||
               label == "ELU";
    };
    std::vector<Stage> stages;
    for (const auto& layer : layers_) {
        const auto& label = torchLayerType(layer->plan.spec.type).label;
        const auto shape = layer->output.channels == 1 ? std::to_string(layer->output.length)
                                                       : std::to_string(layer->output.channels) + " × " +
                                                             std::to_string(layer->output.length);
        if (label.empty()) continue;
        if (joins(label) && !stages.empty()) {
            stages.back().layer += ", " + label;
            stages.back().parameters += layer->parameterCount();
            continue;
        }
        stages.push_back({label, shape, layer->parameterCount()});
        for (const auto& part : layer->parts)
            if (part.u.defined() && stages.back().layer == label)
                stages.back().layer += " of rank " + std::to_string(part.u.size(1));
    }
    return stages;
}

TorchGraph trainable(const Model& model, int rank) {
    TorchGraph net(NetPlan::of(model.inputSize, model.graph, model.tensors, rank));
    net->load(model.tensors);
    return net;
}

} // namespace solus::train
