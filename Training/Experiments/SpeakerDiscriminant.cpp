// Fisher's discriminant by Eigen.
#include "Experiments/SpeakerDiscriminant.h"

#include "Error.h"

#include <Eigen/Dense>
#include <algorithm>

namespace solus::train {

SpeakerDiscriminant::SpeakerDiscriminant(std::int64_t size, std::int64_t talkers)
    : sums_(torch::zeros({talkers, size}, torch::kFloat64)),
      counts_(torch::zeros({talkers}, torch::kFloat64)),
      squares_(torch::zeros({size, size}, torch::kFloat64)) {}

void SpeakerDiscriminant::add(const torch::Tensor& x, const torch::Tensor& talkers) {
    const auto rows = x.to(torch::kFloat64);
    sums_.index_add_(0, talkers, rows);
    counts_.index_add_(0, talkers, torch::ones({x.size(0)}, torch::kFloat64));
    squares_.add_(rows.t().mm(rows));
}

SpeakerDiscriminant::Map SpeakerDiscriminant::solve(std::int64_t dimensions, double ridge) const {
    const auto heard = (counts_ >= 2.0).nonzero().squeeze(1);
    if (heard.size(0) < 2) throw Error("a discriminant needs two talkers with two examples each");
    const auto counts = counts_.clamp_min(1.0).unsqueeze(1), means = sums_ / counts;
    const double total = counts_.sum().item<double>();
    // S_w = (sum_n x x' - sum_t n_t m_t m_t') / (N - T)
    auto within = (squares_ - means.t().mm(means * counts_.unsqueeze(1))) /
                  (total - (counts_ > 0.0).sum().item<double>());
    within = within + ridge * within.diagonal().mean() * torch::eye(within.size(0), torch::kFloat64);
    const auto known = means.index_select(0, heard);
    const auto centre = known.mean(0);
    const auto between = (known - centre).t().mm(known - centre) / static_cast<double>(heard.size(0));

    const auto n = within.size(0);
    using Matrix = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
    const auto view = [n](const torch::Tensor& t) {
        return Eigen::Map<const Matrix>(t.data_ptr<double>(), n, n);
    };
    const auto w = within.contiguous(), b = between.contiguous();
    const Eigen::GeneralizedSelfAdjointEigenSolver<Eigen::MatrixXd> solver(view(b), view(w));
    const auto count = std::min(dimensions, n);
    auto weight = torch::zeros({dimensions, n}, torch::kFloat64);
    for (std::int64_t i = 0; i < count; ++i) { // the solver's order is ascending
        const double l = std::max(0.0, solver.eigenvalues()[n - 1 - i]);
        for (std::int64_t k = 0; k < n; ++k)
            weight[i][k] = std::sqrt(l / (l + 1.0)) * solver.eigenvectors()(k, n - 1 - i);
    }
    return {weight.to(torch::kFloat32), (-weight.mv(centre)).to(torch::kFloat32)};
}

} // namespace solus::train
