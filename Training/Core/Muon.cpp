// Muon: momentum, made nearly orthogonal by Newton-Schulz steps.
#include "Core/Muon.h"

#include <cmath>

namespace solus::train {

namespace {

constexpr std::int64_t leastSide = 16, mostRows = 4096;
constexpr double memory = 0.95;

std::int64_t columnsOf(const torch::Tensor& weights) {
    return weights.numel() / weights.size(0);
}

bool isMatrix(const torch::Tensor& weights) {
    return weights.dim() >= 2 && weights.size(0) >= leastSide && weights.size(0) <= mostRows &&
           columnsOf(weights) >= leastSide;
}

bool hasGates(const torch::Tensor& weights) {
    return weights.dim() == 2 && weights.size(0) % 3 == 0 && weights.size(0) / 3 >= leastSide;
}

/// U V^T of each of n x rows x columns, nearly: a singular value s becomes 3.4445 s - 4.7750 s^3 + 2.0315 s^5, five times.
torch::Tensor orthogonal(torch::Tensor x) {
    const bool tall = x.size(1) > x.size(2);
    if (tall) x = x.transpose(1, 2);
    x = x / (x.square().sum({1, 2}, true).sqrt() + 1e-12);
    for (int i = 0; i < 5; ++i) {
        const auto square = x.matmul(x.transpose(1, 2));
        x = 3.4445 * x + (-4.7750 * square + 2.0315 * square.matmul(square)).matmul(x);
    }
    return tall ? x.transpose(1, 2) : x;
}

void moveMatrix(torch::Tensor& weights, const torch::Tensor& gradient, const torch::Tensor& momentum,
                double rate) {
    momentum.lerp_(gradient, 1.0 - memory);
    const std::int64_t count = hasGates(weights) ? 3 : 1, rows = weights.size(0) / count,
                       columns = columnsOf(weights);
    const auto ahead = gradient.lerp(momentum, memory).reshape({count, rows, columns});
    const double length = 0.2 * std::sqrt(static_cast<double>(std::max(rows, columns)));
    weights.sub_(orthogonal(ahead).reshape(weights.sizes()), rate * length);
}

} // namespace

torch::Tensor Muon::step(LossClosure closure) {
    std::vector<std::pair<torch::Tensor, torch::Tensor>> hidden; // matrices and their gradients, from Adam
    {
        torch::NoGradGuard noGrad;
        for (auto& group : param_groups()) {
            const double rate = static_cast<torch::optim::AdamOptions&>(group.options()).lr();
            for (auto& weights : group.params()) {
                const auto gradient = weights.grad();
                if (!gradient.defined() || !isMatrix(weights)) continue;
                // In the form of Adam's state, so that Adam saves and loads it.
                auto& state = state_[c10::guts::to_string(weights.unsafeGetTensorImpl())];
                if (!state) {
                    auto fresh = std::make_unique<torch::optim::AdamParamState>();
                    fresh->step(0);
                    fresh->exp_avg(torch::zeros_like(weights));
                    fresh->exp_avg_sq(torch::zeros({1}));
                    state = std::move(fresh);
                }
                moveMatrix(weights, gradient, static_cast<torch::optim::AdamParamState&>(*state).exp_avg(),
                           rate);
                hidden.emplace_back(weights, gradient);
                weights.mutable_grad() = torch::Tensor();
            }
        }
    }
    auto loss = Adam::step(std::move(closure));
    for (auto& [weights, gradient] : hidden) weights.mutable_grad() = gradient;
    return loss;
}

} // namespace solus::train
