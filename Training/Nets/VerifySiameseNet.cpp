// The siamese network.
#include "Nets/VerifySiameseNet.h"

#include "Core/Gru.h"

namespace solus::train {

namespace {

NetPlan siamesePlan(const VerifySiameseSize& s) {
    NetPlan net(s.inputs);
    net.layerNorm("norm");
    if (s.bidirectionalCosine) // a placeholder for the output of the bidirectional GRU, which no layer of a file can compute
        net.reshape("gru1", 1, 2 * s.units);
    else
        for (int i = 1; i <= s.layers; ++i) net.gru("gru" + std::to_string(i), s.units);
    return net.meanPool("mean").dense("embedding", s.embedding).l2Normalise("length");
}

} // namespace

VerifySiameseNetImpl::VerifySiameseNetImpl(const VerifySiameseSize& s) : size(s) {
    net = register_module("net", TorchGraph(siamesePlan(size)));
    if (size.bidirectionalCosine) {
        const auto options =
            torch::nn::GRUOptions(size.inputs, size.units).batch_first(true).bidirectional(true);
        both = register_module("both", torch::nn::GRU(options));
    }
    score = register_module("score", torch::nn::Linear(size.bidirectionalCosine ? 1 : size.embedding, 1));
    // Two unrelated vectors of length 1 have sum |a - b| of about 12.8 (128 dimensions) and cosine 0. With both formulas
    // the logits start around zero and favour similarity.
    torch::NoGradGuard noGrad;
    score->weight.fill_(size.bidirectionalCosine ? 10.0 : -1.0);
    score->bias.fill_(size.bidirectionalCosine ? -5.0 : 9.0);
}

torch::Tensor VerifySiameseNetImpl::pool(const torch::Tensor& x, const torch::Tensor& frames) {
    const auto& heard = net->layer("mean").plan.spec.from[0]; // the last GRU
    auto h = net->run({{"input", x}}, {both ? "norm" : heard})[0];
    if (both) h = std::get<0>(both->forward(h));
    return (h * frames.unsqueeze(2)).sum(1) / frames.sum(1, true).clamp_min(1.0);
}

torch::Tensor VerifySiameseNetImpl::embed(const torch::Tensor& x, const torch::Tensor& frames) {
    return net->run({{"mean", pool(x, frames).unsqueeze(1)}}, {"length"})[0].select(1, 0);
}

torch::Tensor VerifySiameseNetImpl::compare(const torch::Tensor& a, const torch::Tensor& b) {
    if (size.bidirectionalCosine) return torch::matmul(a, b.t()) * score->weight.squeeze() + score->bias;
    return score->forward((a.unsqueeze(1) - b.unsqueeze(0)).abs()).squeeze(2);
}

void VerifySiameseNetImpl::normaliseBy(const torch::Tensor& x, const torch::Tensor& frames) {
    torch::NoGradGuard noGrad;
    net->normaliseBy(x.index({frames > 0.5}));
    const auto out = net->run({{"mean", pool(x, frames).unsqueeze(1)}}, {"embedding"})[0].select(1, 0);
    const auto spread = out.std(0).clamp_min(1e-6);
    auto weight = net->tensor("embedding.weight"), bias = net->tensor("embedding.bias");
    weight.div_(spread.unsqueeze(1));
    bias.copy_((bias - out.mean(0)) / spread);
}

std::vector<Stage> VerifySiameseNetImpl::stages() const {
    auto stages = net->stages();
    if (both)
        stages.insert(stages.begin() + 1, {"GRU, both directions", std::to_string(2 * size.units),
                                           2 * recurrentParameters(size.inputs, size.units, 3)});
    stages.push_back({size.bidirectionalCosine ? "cosine, scale and shift" : "|A − B|, Dense", "1",
                      score->weight.numel() + 1});
    return stages;
}

} // namespace solus::train
