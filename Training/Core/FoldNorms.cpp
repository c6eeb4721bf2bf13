// Folding batch normalisation into the layer before it, and back.
#include "Core/FoldNorms.h"

#include "Core/Export.h"

namespace solus::train {

namespace {

bool isNorm(const PlannedLayer& layer) {
    return layer.spec.type == "batch_norm";
}

/// The tensors under which a file stores `layer`; it has a bias even if the layer itself does not.
void fold(const TorchLayer& layer, const TorchLayer& norm, TensorMap& tensors) {
    auto factor = 1.0 / (norm.value("running_var") + norm.number("eps", 1e-5)).sqrt();
    if (const auto gamma = norm.value("weight"); gamma.defined()) factor = factor * gamma;
    const auto weight = layer.value("weight"), own = layer.value("bias");
    auto bias = ((own.defined() ? own : torch::zeros_like(factor)) - norm.value("running_mean")) * factor;
    if (const auto beta = norm.value("bias"); beta.defined()) bias = bias + beta;
    std::vector<std::int64_t> rows(static_cast<size_t>(weight.dim()), 1);
    rows[0] = weight.size(0);
    const auto& name = layer.plan.spec.name;
    tensors[name + ".weight"] = toTensor(weight * factor.reshape(rows));
    tensors[name + ".bias"] = toTensor(bias);
}

/// Sets batch normalisation to output z + bias for z (rows x values), given the mean and variance of z.
void unfold(const TorchLayer& norm, const torch::Tensor& z, const torch::Tensor& bias) {
    norm.value("running_mean").copy_(z.mean(0));
    norm.value("running_var").copy_(z.var(0, false));
    norm.value("weight").copy_((norm.value("running_var") + norm.number("eps", 1e-5)).sqrt());
    norm.value("bias").copy_(norm.value("running_mean") + bias);
}

} // namespace

FoldedNet folded(const TorchGraphImpl& net) {
    FoldedNet result{net.plan, net.tensors()};
    auto& layers = result.plan.layers;
    for (const auto& planned : net.plan.layers) {
        if (!isNorm(planned)) continue;
        const auto &name = planned.spec.name, &source = planned.spec.from[0];
        fold(net.layer(source), net.layer(name), result.tensors);
        for (const auto& part : net.layer(name).parts) result.tensors.erase(name + "." + part.suffix);
        for (auto& layer : layers) {
            for (auto& from : layer.spec.from)
                if (from == name) from = source;
            if (layer.spec.name == source) layer.without.clear();
        }
    }
    std::erase_if(layers, isNorm);
    return result;
}

void loadFolded(TorchGraphImpl& net, const TensorMap& tensors, const torch::Tensor& x,
                const std::function<bool(const std::string& layer)>& mayLack) {
    torch::NoGradGuard noGrad;
    const auto lacks = [&](const std::string& name) {
        return mayLack(name) && !tensors.contains(name + ".weight");
    };
    const bool training = net.is_training();
    net.eval();
    for (const auto& planned : net.plan.layers) {
        const auto& layer = net.layer(planned.spec.name);
        if (lacks(isNorm(planned) ? planned.spec.from[0] : planned.spec.name)) continue;
        if (!isNorm(planned)) {
            for (const auto& part : layer.parts)
                part.whole.copy_(stored(tensors, planned.spec.name + "." + part.suffix, part.whole.sizes()));
            continue;
        }
        if (!layer.value("weight").defined()) continue;
        const auto& source = net.layer(planned.spec.from[0]);
        const auto rows = net.run({{"input", x}}, {planned.spec.from[0]})[0].flatten(0, 1);
        const auto count = layer.value("weight").size(0);
        const auto z = rows.reshape({rows.size(0), count, -1}).transpose(1, 2).flatten(0, 1);
        const bool own = source.value("bias").defined(); // then it is already in z
        unfold(layer, z,
               own ? torch::zeros({count}) : stored(tensors, planned.spec.from[0] + ".bias", {count}));
    }
    net.train(training);
}

} // namespace solus::train
