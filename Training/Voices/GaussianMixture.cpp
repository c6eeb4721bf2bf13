// Expectation maximisation, and the statistics of speech around the Gaussians.
#include "Voices/GaussianMixture.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

namespace solus::train {

namespace {

constexpr double leastVariance = 0.05; // of frames of deviation 1: no Gaussian collapses onto a single frame

} // namespace

GaussianMixture GaussianMixture::fit(const torch::Tensor& x, int gaussians, int rounds, Random& random) {
    const auto frames = x.size(0), count = std::min<std::int64_t>(gaussians, frames);
    std::vector<std::int64_t> seeds;
    while (static_cast<std::int64_t>(seeds.size()) < count) { // duplicates would stay duplicates
        const auto seed = random.below(frames);
        if (std::find(seeds.begin(), seeds.end(), seed) == seeds.end()) seeds.push_back(seed);
    }
    GaussianMixture mixture{x.index_select(0, torch::tensor(seeds)), torch::ones({count, x.size(1)}),
                            torch::zeros({count})};
    const auto squares = x * x;
    for (int round = 0; round < rounds; ++round) {
        const auto p = torch::softmax(mixture.logOdds(x), 1); // expectation
        const auto n = p.sum(0).clamp_min(1e-3).unsqueeze(1);
        mixture.mean = torch::matmul(p.t(), x) / n; // maximisation
        const auto variance = torch::matmul(p.t(), squares) / n - mixture.mean * mixture.mean;
        mixture.deviation = variance.clamp_min(leastVariance).sqrt();
        mixture.offset = (n.squeeze(1) / n.sum()).log() - mixture.deviation.log().sum(1);
    }
    return mixture;
}

// |(x - m) / s|^2 = x^2 . s^-2 - 2 x . (m s^-2) + m^2 . s^-2, as matrix products
torch::Tensor GaussianMixture::logOdds(const torch::Tensor& x) const {
    const auto precision = 1.0 / (deviation * deviation);
    const auto squares = torch::matmul(x * x, precision.t()) -
                         2.0 * torch::matmul(x, (mean * precision).t()) + (mean * mean * precision).sum(1);
    return offset - 0.5 * squares;
}

torch::Tensor GaussianMixture::statistics(const torch::Tensor& x, const torch::Tensor& present,
                                          double prior) const {
    const auto p = torch::softmax(logOdds(x), 2) * present.unsqueeze(2); // items x frames x gaussians
    const auto count = p.sum(1).unsqueeze(2);
    const auto first = (torch::matmul(p.transpose(1, 2), x) - count * mean) / deviation;
    return (first / (count + prior)).flatten(1);
}

double GaussianMixture::fitness(const torch::Tensor& x) const {
    const double constant = 0.5 * static_cast<double>(x.size(1)) * std::log(2.0 * std::numbers::pi);
    return torch::logsumexp(logOdds(x), 1).mean().item<double>() - constant;
}

} // namespace solus::train
