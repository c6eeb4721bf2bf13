// Truncated singular value decomposition.
#include "Core/LowRank.h"

#include <cmath>

namespace solus::train {

std::pair<torch::Tensor, torch::Tensor> lowRankFactors(const torch::Tensor& weight, int rank) {
    const auto [p, s, qt] = torch::linalg_svd(weight.detach().to(torch::kFloat64), false);
    const auto root = s.narrow(0, 0, rank).sqrt();
    return {(p.narrow(1, 0, rank) * root).to(torch::kFloat32).contiguous(),
            (root.unsqueeze(1) * qt.narrow(0, 0, rank)).to(torch::kFloat32).contiguous()};
}

LowRankMatrixImpl::LowRankMatrixImpl(int out, int in, int rank) {
    // Gives the entries of U V the variance 1 / (3 in) of torch's own layers.
    const double deviation = std::pow(1.0 / (3.0 * in * rank), 0.25);
    u = register_parameter("u", deviation * torch::randn({out, rank}));
    v = register_parameter("v", deviation * torch::randn({rank, in}));
}

void LowRankMatrixImpl::approximate(const torch::Tensor& weight) {
    const auto [newU, newV] = lowRankFactors(weight, static_cast<int>(u.size(1)));
    torch::NoGradGuard noGrad;
    u.copy_(newU);
    v.copy_(newV);
}

void LowRankMatrixImpl::addTo(TensorMap& tensors, const std::string& name) const {
    tensors[name + ".u"] = toTensor(u);
    tensors[name + ".v"] = toTensor(v);
}

} // namespace solus::train
