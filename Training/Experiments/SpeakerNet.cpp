// The speaker network in LibTorch.
#include "Experiments/SpeakerNet.h"

#include "Core/Gru.h"
#include "Error.h"

namespace solus::train {

namespace {

torch::Tensor ofLengthOne(const torch::Tensor& x) {
    return torch::nn::functional::normalize(x, torch::nn::functional::NormalizeFuncOptions().dim(-1));
}

} // namespace

SpeakerNetImpl::SpeakerNetImpl(const SpeakerNetSize& s) : size(s) {
    norm = register_module("norm", torch::nn::LayerNorm(torch::nn::LayerNormOptions({size.inputs})));
    for (int i = 0; i < size.layers; ++i) {
        const auto options =
            torch::nn::GRUOptions(i == 0 ? size.inputs : size.units, size.units).batch_first(true);
        grus.push_back(register_module("gru" + std::to_string(i + 1), torch::nn::GRU(options)));
    }
    embedding = register_module("embedding", torch::nn::Linear(size.units, size.embedding));
    // Strangers start at a logit of -5, the same voice at 5.
    scale = register_parameter("scale", torch::full({}, 10.0));
    bias = register_parameter("bias", torch::full({}, -5.0));
    sharpness = register_parameter("sharpness", torch::full({}, 12.0));
    if (size.classes > 0)
        classes = register_parameter("classes", torch::randn({size.classes, size.embedding}));
}

torch::Tensor SpeakerNetImpl::hear(const torch::Tensor& x) {
    auto h = norm->forward(x);
    for (auto& gru : grus) h = gruForward(gru, h, size.coarse && is_training());
    return h;
}

torch::Tensor SpeakerNetImpl::embed(const torch::Tensor& x, const torch::Tensor& frames) {
    const auto pooled = (hear(x) * frames.unsqueeze(2)).sum(1) / frames.sum(1, true).clamp_min(1.0);
    return ofLengthOne(embedding->forward(pooled));
}

torch::Tensor SpeakerNetImpl::embedAt(const torch::Tensor& x, const torch::Tensor& frames,
                                      const torch::Tensor& marks) {
    // m_k = (h_1 + ... + h_k) / k, read at the marks.
    const auto sums = torch::cumsum(hear(x) * frames.unsqueeze(2), 1);
    const auto index = (marks - 1).unsqueeze(2).expand({-1, -1, sums.size(2)});
    const auto pooled = sums.gather(1, index) / marks.unsqueeze(2).to(torch::kFloat32);
    return ofLengthOne(embedding->forward(pooled));
}

void SpeakerNetImpl::normaliseBy(const torch::Tensor& x, const torch::Tensor& frames) {
    torch::NoGradGuard noGrad;
    const auto rows = norm->forward(x).index({frames > 0.5});
    const auto deviation = rows.std(0).clamp_min(1e-3);
    norm->weight.copy_(1.0 / deviation);
    norm->bias.copy_(-rows.mean(0) / deviation);
    const auto pooled = (hear(x) * frames.unsqueeze(2)).sum(1) / frames.sum(1, true).clamp_min(1.0);
    const auto out = embedding->forward(pooled);
    const auto spread = out.std(0).clamp_min(1e-6);
    embedding->weight.div_(spread.unsqueeze(1));
    embedding->bias.copy_((embedding->bias - out.mean(0)) / spread);
}

void SpeakerNetImpl::startFrom(const TensorMap& tensors, const std::string& name) {
    torch::NoGradGuard noGrad;
    for (auto& item : named_parameters()) {
        auto key = item.key(); // "gru1.weight_ih_l0" here is "gru1.weight_ih" in a file
        if (key.find('.') == std::string::npos) continue;
        if (key.ends_with("_l0")) key.resize(key.size() - 3);
        const auto found = tensors.find(key);
        if (found == tensors.end() ||
            found->second.values.size() != static_cast<size_t>(item.value().numel()))
            throw Error("speaker model " + name + ": tensor " + key + " is missing or of another size");
        item.value().copy_(torch::tensor(found->second.values).reshape(item.value().sizes()));
    }
}

} // namespace solus::train
