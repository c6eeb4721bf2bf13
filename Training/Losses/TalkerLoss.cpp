// A softmax over the voices of the batch.
#include "Losses/TalkerLoss.h"

namespace solus::train {

torch::Tensor talkerLoss(const torch::Tensor& who, const torch::Tensor& codes,
                         const torch::Tensor& embeddings, const torch::Tensor& target) {
    constexpr double sharpness = 16.0, oneTalker = 0.6;
    const auto labelled = (target.flatten() >= 0).nonzero().squeeze(1);
    if (labelled.size(0) == 0) return torch::zeros({}, who.options());
    const auto unit = [](const torch::Tensor& x) { return x / (x.square().sum(-1, true) + 1e-6).sqrt(); };
    const auto rows = unit(who.flatten(0, 1).index_select(0, labelled));
    const auto voice = target.flatten().index_select(0, labelled);
    const auto likeness = embeddings.matmul(embeddings.t());
    auto excluded = (likeness > oneTalker) | (embeddings.square().sum(1) < 0.5).unsqueeze(0);
    excluded = excluded & ~torch::eye(excluded.size(0), excluded.options()).to(torch::kBool);
    const auto logits =
        (sharpness * rows.matmul(unit(codes).t())).masked_fill(excluded.index_select(0, voice), -1e4);
    return torch::nn::functional::cross_entropy(logits, voice);
}

} // namespace solus::train
