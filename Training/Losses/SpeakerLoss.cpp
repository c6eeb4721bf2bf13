// Losses on cosines of embeddings.
#include "Losses/SpeakerLoss.h"

namespace solus::train {

namespace F = torch::nn::functional;

torch::Tensor pickingLoss(const torch::Tensor& cosines, const torch::Tensor& same,
                          const torch::Tensor& strangers, const torch::Tensor& sharpness, double margin) {
    const auto others =
        torch::logsumexp((sharpness * cosines).masked_fill(~strangers, -1e4), 1, /*keepdim=*/true);
    const auto own = sharpness * (cosines - margin);
    const auto loss = torch::logaddexp(own, others) - own;
    const auto weight = same.to(torch::kFloat32);
    return (loss * weight).sum() / weight.sum().clamp_min(1.0);
}

torch::Tensor pairLoss(const torch::Tensor& cosines, const torch::Tensor& same,
                       const torch::Tensor& strangers, const torch::Tensor& scale,
                       const torch::Tensor& bias) {
    const auto logits = scale * cosines + bias;
    const auto targets = same.to(torch::kFloat32), others = strangers.to(torch::kFloat32);
    // w_qj = 1 / (2 n_q) + softmax_j(logit) / 2
    const auto even = others / others.sum(1, true).clamp_min(1.0);
    const auto hard = torch::softmax(logits.detach().masked_fill(~strangers, -1e4), 1) * others;
    const auto accepted = (targets * F::softplus(-logits)).sum() / targets.sum().clamp_min(1.0);
    const auto rejected = (0.5 * (even + hard) * F::softplus(logits)).sum(1).mean();
    return 0.5 * (accepted + rejected);
}

torch::Tensor namingLoss(const torch::Tensor& embeddings, const torch::Tensor& classes,
                         const torch::Tensor& labels, double sharpness, double margin) {
    const auto cosines =
        torch::matmul(embeddings, F::normalize(classes, F::NormalizeFuncOptions().dim(1)).t());
    const auto own = F::one_hot(labels, classes.size(0)).to(torch::kFloat32);
    return F::cross_entropy(sharpness * (cosines - margin * own), labels);
}

} // namespace solus::train
