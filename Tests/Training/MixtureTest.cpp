// The closed forms of the speaker model: expectation maximisation, the statistics around Gaussians, discriminants.
#include "Voices/Discriminant.h"
#include "Voices/GaussianMixture.h"

#include <catch2/catch.hpp>
#include <cmath>

using namespace solus::train;

namespace {

torch::Tensor normal(std::int64_t rows, std::int64_t columns, std::uint64_t seed) {
    Random random({seed});
    auto x = torch::empty({rows, columns});
    for (float* value = x.data_ptr<float>(); value != x.data_ptr<float>() + x.numel(); ++value)
        *value = static_cast<float>(random.gaussian());
    return x;
}

/// The covariance of y within labels.
torch::Tensor within(const torch::Tensor& y, const torch::Tensor& labels) {
    auto sum = torch::zeros({y.size(1), y.size(1)});
    for (std::int64_t k = 0; k <= labels.max().item<std::int64_t>(); ++k) {
        const auto own = y.index({labels == k});
        const auto apart = own - own.mean(0);
        sum += torch::matmul(apart.t(), apart);
    }
    return sum / y.size(0);
}

} // namespace

TEST_CASE("Expectation maximisation never loses likelihood, and finds the two clusters that there are") {
    auto x = normal(2000, 3, 1) * 0.5;
    x.narrow(0, 0, 600) += torch::tensor({2.0f, 0.0f, -1.0f});
    double before = -1e9;
    for (int rounds : {1, 2, 4, 8, 16, 32}) {
        Random random({7});
        const double fitness = GaussianMixture::fit(x, 2, rounds, random).fitness(x);
        CHECK(fitness >= before - 1e-5);
        before = fitness;
    }
    Random random({7});
    const auto found = GaussianMixture::fit(x, 2, 32, random);
    const auto near = found.mean[0][0].item<float>() > found.mean[1][0].item<float>() ? 0 : 1;
    CHECK((found.mean[near] - torch::tensor({2.0f, 0.0f, -1.0f})).abs().max().item<float>() < 0.1f);
    CHECK(found.mean[1 - near].abs().max().item<float>() < 0.1f);
    CHECK((found.deviation - 0.5).abs().max().item<float>() < 0.05f);
    // offset = log w - sum log deviation
    CHECK(std::exp((found.offset[near] + found.deviation[near].log().sum()).item<double>()) ==
          Approx(0.3).margin(0.02));
}

TEST_CASE("Frames that are padding do not count in the statistics of a mixture") {
    Random random({3});
    const auto x = normal(40, 4, 2);
    const auto mixture = GaussianMixture::fit(x, 3, 5, random);
    auto padded = torch::cat({x, 5.0 * torch::ones({20, 4})}).unsqueeze(0);
    const auto present = torch::cat({torch::ones({40}), torch::zeros({20})}).unsqueeze(0);
    const auto alone = mixture.statistics(x.unsqueeze(0), torch::ones({1, 40}), 8.0);
    CHECK(torch::allclose(mixture.statistics(padded, present, 8.0), alone, 1e-5, 1e-6));
    // Without a prior, each Gaussian's statistic says by how much its frames' mean is off, in deviations.
    const auto p = torch::softmax(mixture.logOdds(x), 1);
    const auto means = torch::matmul(p.t(), x) / p.sum(0).unsqueeze(1);
    const auto off = ((means - mixture.mean) / mixture.deviation).flatten();
    CHECK(torch::allclose(mixture.statistics(x.unsqueeze(0), torch::ones({1, 40}), 0.0)[0], off, 1e-4, 1e-4));
}

TEST_CASE(
    "Discriminants whiten what varies within a talker, and rank directions by what tells talkers apart") {
    constexpr std::int64_t talkers = 40, takes = 25, n = 6;
    const auto labels = torch::arange(talkers).repeat_interleave(takes);
    // Talkers differ in two directions, by little; takes differ in all, most of all in one that says nothing.
    auto x = normal(talkers * takes, n, 4);
    x.select(1, 0) *= 30.0;
    const auto voice = normal(talkers, 2, 5);
    x.select(1, 3) += 3.0 * voice.select(1, 0).index_select(0, labels);
    x.select(1, 5) += 1.5 * voice.select(1, 1).index_select(0, labels);
    const auto found = discriminantsOf(x, labels, n, 2);
    const auto y = torch::matmul(x - found.centre, found.matrix.t());
    CHECK((within(y, labels) - torch::eye(2)).abs().max().item<float>() < 0.2f); // but for the ridge
    const auto share = found.matrix.abs() * torch::tensor({30.0f, 1.0f, 1.0f, 1.0f, 1.0f, 1.0f});
    CHECK(share[0].argmax().item<std::int64_t>() == 3); // the best first
    CHECK(share[1].argmax().item<std::int64_t>() == 5);
    CHECK(discriminantsOf(x, labels, 4, 300).matrix.sizes() ==
          torch::IntArrayRef({4, n}));                                          // no more than there are
    CHECK(discriminantsOf(x, labels.remainder(3), n, 300).matrix.size(0) == 2); // of three talkers
    CHECK_THROWS_WITH(discriminantsOf(x, labels * 0, n, 2), "discriminants need two talkers or more");
    CHECK_THROWS_WITH(discriminantsOf(x, torch::arange(x.size(0)), n, 2),
                      Catch::Contains("two takes or more"));
}
