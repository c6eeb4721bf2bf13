// The speaker network in LibTorch.
#include "Nets/SpeakerNet.h"

#include "Core/Dropout.h"
#include "Core/FoldNorms.h"
#include "Voices/SpeakerModel.h"

namespace solus::train {

namespace {

constexpr double leastVariance = 1e-4; // as in the engine's layer
constexpr auto residual = "_residual"; // in the names of its layers

/// The number of frames present: items x 1.
torch::Tensor wholeLength(const torch::Tensor& frames) {
    return frames.sum(1, true).clamp_min(1.0).to(torch::kInt64);
}

} // namespace

NetPlan speakerNet(const SpeakerNetSize& s) {
    NetPlan net(s.inputs);
    net.layerNorm("norm");
    const auto convolve = [&](const std::string& number, int channels, int stride) {
        net.recentFrames("conv" + number + "_frames", 3).conv1d("conv" + number, channels, 3, stride, 1);
        net.without({"bias"}).coarse(s.coarse).batchNorm("norm" + number);
    };
    for (size_t i = 0; i < s.channels.size(); ++i) {
        const auto number = std::to_string(i + 1);
        convolve(number, s.channels[i], i + 1 < s.channels.size() ? 2 : 1);
        net.relu("conv" + number + "_relu");
        for (int r = 1; r <= s.residuals; ++r) {
            const auto own = number + residual + std::to_string(r), before = net.layers.back().spec.name;
            convolve(own, s.channels[i], 1);
            net.weights(0.0).add("conv" + own + "_sum", {before, "norm" + own}).relu("conv" + own + "_relu");
        }
    }
    if (!s.channels.empty())
        net.flatten("flat")
            .dense("dense", s.units)
            .coarse(s.coarse)
            .batchNorm("dense_norm")
            .relu("dense_relu");
    else
        for (int i = 1; i <= s.layers; ++i) net.gru("gru" + std::to_string(i), s.units).coarse(s.coarse);
    if (s.pooling == Pooling::mean)
        net.meanPool("mean");
    else
        net.statisticsPool("attention", s.pooling == Pooling::attentive);
    // Keeps the embeddings centred, so that voices do not start out alike and strangers have cosines around 0.
    net.dense("embedding", s.embedding).batchNorm("centre").without({"weight", "bias"});
    return net.l2Normalise("length");
}

SpeakerNetImpl::SpeakerNetImpl(const SpeakerNetSize& s) : size(s) {
    net_ = register_module("net", TorchGraph(speakerNet(size)));
    pool_ = size.pooling == Pooling::mean ? "mean" : "attention";
    heard_ = net_->layer(pool_).plan.spec.from[0];
    // Strangers start at a logit of -5, the same voice at 5.
    scale = register_parameter("scale", torch::full({}, 10.0));
    bias = register_parameter("bias", torch::full({}, -5.0));
    sharpness = register_parameter("sharpness", torch::full({}, 12.0));
    if (size.classes > 0)
        classes = register_parameter("classes", torch::randn({size.classes, size.embedding}));
}

// With a_t = 1 or e^(w . h_t + c), and A_k = a_1 + ... + a_k:
//   m_k = (a_1 h_1 + ... + a_k h_k) / A_k,   v_k = (a_1 h_1^2 + ... + a_k h_k^2) / A_k - m_k^2
torch::Tensor SpeakerNetImpl::pool(const torch::Tensor& h, const torch::Tensor& frames,
                                   const torch::Tensor& marks) {
    auto a = frames.unsqueeze(2);
    if (size.pooling == Pooling::attentive)
        a = a * ((h * net_->tensor("attention.weight")).sum(2, true) + net_->tensor("attention.bias")).exp();
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
                                      const torch::Tensor& marks, std::optional<torch::Generator> generator) {
    auto pooled = pool(net_->run({{"input", x}}, {heard_})[0], frames, marks);
    if (size.dropout > 0.0 && is_training() && generator) pooled = dropout(pooled, size.dropout, *generator);
    return net_->run({{pool_, pooled}}, {"length"})[0];
}

void SpeakerNetImpl::normaliseBy(const torch::Tensor& x, const torch::Tensor& frames) {
    net_->normaliseBy(x.index({frames > 0.5}));
}

void SpeakerNetImpl::load(const TensorMap& tensors, const torch::Tensor& x) {
    loadFolded(*net_, tensors, x,
               [](const std::string& layer) { return layer.find(residual) != std::string::npos; });
}

ModelCard SpeakerNetImpl::card(TensorMap& tensors) const {
    const auto live = folded(*net_);
    tensors = live.tensors;
    return speakerCard(live.plan);
}

} // namespace solus::train
