// The speaker network in LibTorch.
#include "Experiments/SpeakerNet.h"

#include "Core/Gru.h"
#include "Error.h"
#include "Voices/SpeakerModel.h"

namespace solus::train {

namespace {

constexpr double leastVariance = 1e-4; // as in the engine's layer

/// All frames that there are: items x 1.
torch::Tensor wholeLength(const torch::Tensor& frames) {
    return frames.sum(1, true).clamp_min(1.0).to(torch::kInt64);
}

} // namespace

SpeakerNetImpl::SpeakerNetImpl(const SpeakerNetSize& s) : size(s) {
    norm = register_module("norm", torch::nn::LayerNorm(torch::nn::LayerNormOptions({size.inputs})));
    for (int i = 0; i < size.layers; ++i) {
        const auto options =
            torch::nn::GRUOptions(i == 0 ? size.inputs : size.units, size.units).batch_first(true);
        grus.push_back(register_module("gru" + std::to_string(i + 1), torch::nn::GRU(options)));
    }
    if (size.pooling == Pooling::attentive) { // all frames alike at first
        attention = register_module("attention", torch::nn::Linear(size.units, 1));
        torch::nn::init::zeros_(attention->weight);
        torch::nn::init::zeros_(attention->bias);
    }
    const int pooled = size.pooling == Pooling::mean ? size.units : 2 * size.units;
    embedding = register_module("embedding", torch::nn::Linear(pooled, size.embedding));
    // Strangers start at a logit of -5, the same voice at 5.
    scale = register_parameter("scale", torch::full({}, 10.0));
    bias = register_parameter("bias", torch::full({}, -5.0));
    sharpness = register_parameter("sharpness", torch::full({}, 12.0));
    if (size.classes > 0)
        classes = register_parameter("classes", torch::randn({size.classes, size.embedding}));
}

torch::Tensor SpeakerNetImpl::hear(const torch::Tensor& x) {
    auto h = norm->forward(x);
    for (size_t i = 0; i < grus.size(); ++i)
        h = gruForward(grus[i], i == 0 ? h : thinned(h), size.coarse && is_training());
    return h;
}

torch::Tensor SpeakerNetImpl::thinned(const torch::Tensor& x) const {
    return size.dropout > 0.0 && is_training() ? torch::dropout(x, size.dropout, true) : x;
}

// With a_t = 1 or e^(w . h_t + c), and A_k = a_1 + ... + a_k:
//   m_k = (a_1 h_1 + ... + a_k h_k) / A_k,   v_k = (a_1 h_1^2 + ... + a_k h_k^2) / A_k - m_k^2
torch::Tensor SpeakerNetImpl::pool(const torch::Tensor& h, const torch::Tensor& frames,
                                   const torch::Tensor& marks) {
    auto a = frames.unsqueeze(2);
    if (attention) a = a * attention->forward(h).exp();
    const auto at = (marks - 1).unsqueeze(2), wide = at.expand({-1, -1, h.size(2)});
    const auto sum = a.cumsum(1).gather(1, at);
    const auto mean = (a * h).cumsum(1).gather(1, wide) / sum;
    if (size.pooling == Pooling::mean) return mean;
    const auto square = (a * h * h).cumsum(1).gather(1, wide) / sum;
    return torch::cat({mean, (square - mean * mean).clamp_min(leastVariance).sqrt()}, 2);
}

torch::Tensor SpeakerNetImpl::embed(const torch::Tensor& x, const torch::Tensor& frames) {
    return embedAt(x, frames, wholeLength(frames)).select(1, 0);
}

torch::Tensor SpeakerNetImpl::embedAt(const torch::Tensor& x, const torch::Tensor& frames,
                                      const torch::Tensor& marks) {
    return ofLengthOne(embedding->forward(thinned(pool(hear(x), frames, marks))));
}

void SpeakerNetImpl::normaliseBy(const torch::Tensor& x, const torch::Tensor& frames) {
    torch::NoGradGuard noGrad;
    const auto rows = norm->forward(x).index({frames > 0.5});
    const auto deviation = rows.std(0).clamp_min(1e-3);
    norm->weight.copy_(1.0 / deviation);
    norm->bias.copy_(-rows.mean(0) / deviation);
    const auto out = embedding->forward(pool(hear(x), frames, wholeLength(frames))).select(1, 0);
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
