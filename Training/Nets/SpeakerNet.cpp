// The speaker network in LibTorch.
#include "Nets/SpeakerNet.h"

#include "Voices/SpeakerModel.h"

namespace solus::train {

namespace {

constexpr double leastVariance = 1e-4; // as in the engine's layer

/// All frames that there are: items x 1.
torch::Tensor wholeLength(const torch::Tensor& frames) {
    return frames.sum(1, true).clamp_min(1.0).to(torch::kInt64);
}

std::shared_ptr<SpeakerTrunk> trunkOf(const SpeakerNetSize& size) {
    if (size.channels.empty())
        return std::make_shared<RecurrentTrunk>(size.inputs, size.units, size.layers, size.coarse);
    return std::make_shared<ConvolutionalTrunk>(size.inputs, size.channels, size.units, size.coarse);
}

} // namespace

SpeakerNetImpl::SpeakerNetImpl(const SpeakerNetSize& s) : size(s) {
    norm_ = register_module("norm", torch::nn::LayerNorm(torch::nn::LayerNormOptions({size.inputs})));
    trunk_ = register_module("trunk", trunkOf(size));
    if (size.pooling == Pooling::attentive) { // all frames alike at first
        attention_ = register_module("attention", torch::nn::Linear(size.units, 1));
        torch::nn::init::zeros_(attention_->weight);
        torch::nn::init::zeros_(attention_->bias);
    }
    const int pooled = size.pooling == Pooling::mean ? size.units : 2 * size.units;
    embedding_ = register_module("embedding", torch::nn::Linear(pooled, size.embedding));
    centre_ = register_module(
        "centre", torch::nn::BatchNorm1d(torch::nn::BatchNormOptions(size.embedding).affine(false)));
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
    if (attention_) a = a * attention_->forward(h).exp();
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
    auto pooled = pool(trunk_->hear(norm_->forward(x)), frames, marks);
    if (size.dropout > 0.0 && is_training()) pooled = torch::dropout(pooled, size.dropout, true);
    const auto e = embedding_->forward(pooled);
    return ofLengthOne(centre_->forward(e.flatten(0, 1)).view_as(e));
}

void SpeakerNetImpl::normaliseBy(const torch::Tensor& x, const torch::Tensor& frames) {
    torch::NoGradGuard noGrad;
    const auto rows = norm_->forward(x).index({frames > 0.5});
    const auto deviation = rows.std(0).clamp_min(1e-3);
    norm_->weight.copy_(1.0 / deviation);
    norm_->bias.copy_(-rows.mean(0) / deviation);
}

void SpeakerNetImpl::load(const TensorMap& tensors, const torch::Tensor& x) {
    torch::NoGradGuard noGrad;
    norm_->weight.copy_(stored(tensors, "norm.weight", norm_->weight.sizes()));
    norm_->bias.copy_(stored(tensors, "norm.bias", norm_->bias.sizes()));
    trunk_->load(tensors, norm_->forward(x));
    if (attention_) {
        attention_->weight.copy_(stored(tensors, "attention.weight", {size.units}).unsqueeze(0));
        attention_->bias.copy_(stored(tensors, "attention.bias", {1}));
    }
    loadDense(tensors, "embedding", embedding_); // centred already: centre_ starts as the identity
}

ModelCard SpeakerNetImpl::card(TensorMap& tensors) const {
    auto card = speakerCard(norm_, tensors);
    trunk_->addTo(card, tensors);
    const auto [weight, shift] = folded(embedding_->weight, embedding_->bias, centre_->options, {}, {},
                                        centre_->running_mean, centre_->running_var);
    addPooledEmbedding(card, tensors, size.units, attention_, weight, shift);
    return card;
}

} // namespace solus::train
