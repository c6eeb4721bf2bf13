// The siamese network.
#include "Nets/VerifySiameseNet.h"

#include "Core/Gru.h"

namespace solus::train {

VerifySiameseNetImpl::VerifySiameseNetImpl(const VerifySiameseSize& s) : size(s) {
    norm = register_module("norm", torch::nn::LayerNorm(torch::nn::LayerNormOptions({size.inputs})));
    const int directions = size.bidirectionalCosine ? 2 : 1;
    for (int i = 0; i < size.layers; ++i) {
        const int inputs = i == 0 ? size.inputs : directions * size.units;
        const auto options =
            torch::nn::GRUOptions(inputs, size.units).batch_first(true).bidirectional(directions == 2);
        grus.push_back(register_module("gru" + std::to_string(i + 1), torch::nn::GRU(options)));
    }
    embedding = register_module("embedding", torch::nn::Linear(directions * size.units, size.embedding));
    score = register_module("score", torch::nn::Linear(size.bidirectionalCosine ? 1 : size.embedding, 1));
    // Two unrelated vectors of length 1 differ by sum |a - b| = 12.8 or so (128 dimensions), cosine 0: both
    // ways the logits start around zero and favour likeness.
    torch::NoGradGuard noGrad;
    score->weight.fill_(size.bidirectionalCosine ? 10.0 : -1.0);
    score->bias.fill_(size.bidirectionalCosine ? -5.0 : 9.0);
}

torch::Tensor VerifySiameseNetImpl::pool(const torch::Tensor& x, const torch::Tensor& frames) {
    auto h = norm->forward(x);
    for (auto& gru : grus) h = gruForward(gru, h);
    return (h * frames.unsqueeze(2)).sum(1) / frames.sum(1, true).clamp_min(1.0);
}

torch::Tensor VerifySiameseNetImpl::embed(const torch::Tensor& x, const torch::Tensor& frames) {
    namespace F = torch::nn::functional;
    return F::normalize(embedding->forward(pool(x, frames)), F::NormalizeFuncOptions().dim(1));
}

torch::Tensor VerifySiameseNetImpl::compare(const torch::Tensor& a, const torch::Tensor& b) {
    if (size.bidirectionalCosine) return torch::matmul(a, b.t()) * score->weight.squeeze() + score->bias;
    return score->forward((a.unsqueeze(1) - b.unsqueeze(0)).abs()).squeeze(2);
}

void VerifySiameseNetImpl::normaliseBy(const torch::Tensor& x, const torch::Tensor& frames) {
    torch::NoGradGuard noGrad;
    const auto rows = norm->forward(x).index({frames > 0.5});
    const auto deviation = rows.std(0).clamp_min(1e-3);
    norm->weight.copy_(1.0 / deviation);
    norm->bias.copy_(-rows.mean(0) / deviation);
    const auto out = embedding->forward(pool(x, frames));
    const auto spread = out.std(0).clamp_min(1e-6);
    embedding->weight.div_(spread.unsqueeze(1));
    embedding->bias.copy_((embedding->bias - out.mean(0)) / spread);
}

} // namespace solus::train
