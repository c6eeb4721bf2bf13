// Principal components, then Fisher's discriminants.
#include "Voices/Discriminant.h"

#include "Base/Error.h"

#include <algorithm>

namespace solus::train {

namespace {

constexpr double ridge =
    1e-3; // of the mean variance within labels: directions with almost no variance are not discriminants

} // namespace

Discriminant discriminantsOf(const torch::Tensor& x, const torch::Tensor& labels, int principal, int kept) {
    const auto all = x.to(torch::kDouble);
    const auto centre = all.mean(0);
    const auto rows = all - centre;
    const auto items = static_cast<double>(rows.size(0));
    // Eigenvectors are in ascending order of eigenvalue.
    const auto first = std::get<1>(torch::linalg_eigh(torch::matmul(rows.t(), rows) / items));
    const auto count = std::min<std::int64_t>(principal, rows.size(1));
    const auto basis = first.narrow(1, rows.size(1) - count, count); // n x principal
    const auto y = torch::matmul(rows, basis);

    const auto inverse = std::get<1>(torch::_unique(labels, true, true));
    const auto classes = inverse.max().item<std::int64_t>() + 1;
    if (classes < 2) throw Error("discriminants need two talkers or more");
    const auto size = torch::zeros({classes}, torch::kDouble)
                          .index_add_(0, inverse, torch::ones({y.size(0)}, torch::kDouble));
    const auto means =
        torch::zeros({classes, count}, torch::kDouble).index_add_(0, inverse, y) / size.unsqueeze(1);
    const auto apart = y - means.index_select(0, inverse), between = means * size.sqrt().unsqueeze(1);
    auto within = torch::matmul(apart.t(), apart) / items;
    if (within.trace().item<double>() <= 0.0)
        throw Error("discriminants need talkers with two takes or more");
    within = within + ridge * within.trace() / static_cast<double>(count) * torch::eye(count, torch::kDouble);

    // S_w = L L'; the eigenvectors u of L^-1 S_b L^-T give v = L^-T u.
    const auto whitening = torch::linalg_inv(torch::linalg_cholesky(within));
    const auto spread = torch::matmul(whitening, torch::matmul(between.t(), between) / items);
    const auto u = std::get<1>(torch::linalg_eigh(torch::matmul(spread, whitening.t())));
    const auto few = std::min({std::int64_t{kept}, count, classes - 1}); // S_b has no more
    const auto v = torch::matmul(whitening.t(), u.narrow(1, count - few, few)).flip({1});
    return {torch::matmul(basis, v).t().to(torch::kFloat).contiguous(), centre.to(torch::kFloat)};
}

} // namespace solus::train
