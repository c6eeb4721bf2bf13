// PCA finds what was put in; t-SNE keeps its equations: perplexity, gradient, falling divergence, clusters
// apart.
#include "Lab/Embed2d.h"
#include "Base/Error.h"
#include "Core/Random.h"

#include <Eigen/QR>
#include <catch2/catch.hpp>
#include <cmath>
#include <limits>

using namespace solus;
using namespace solus::train;
using Eigen::MatrixXd;

namespace {

MatrixXd gaussians(int rows, int columns, std::uint64_t seed) {
    Random random{seed};
    MatrixXd result(rows, columns);
    for (auto& value : result.reshaped()) value = random.gaussian();
    return result;
}

/// Three clouds, point i in cloud i % 3, twenty deviations apart.
MatrixXd clouds(int points, int dimensions) {
    MatrixXd result = gaussians(points, dimensions, 5);
    for (int i = 0; i < points; ++i) result(i, i % 3) += 20.0;
    return result;
}

double perplexityOf(const MatrixXd& conditional, Eigen::Index row) {
    double entropy = 0.0;
    for (Eigen::Index j = 0; j < conditional.cols(); ++j)
        if (const double p = conditional(row, j); p > 0.0) entropy -= p * std::log(p);
    return std::exp(entropy);
}

} // namespace

TEST_CASE(
    "PCA: the directions and their shares of the variance, with more points than dimensions and with fewer") {
    const int rows = GENERATE(400, 12);
    // Deviations 9, 3 and 0.1 along orthogonal directions of 40 dimensions.
    MatrixXd hidden = gaussians(rows, 3, 8);
    hidden.rowwise() -= hidden.colwise().mean().eval();
    hidden = Eigen::HouseholderQR<MatrixXd>(hidden).householderQ() * MatrixXd::Identity(rows, 3);
    hidden.col(0) *= 9.0, hidden.col(1) *= 3.0, hidden.col(2) *= 0.1;
    const MatrixXd axes =
        Eigen::HouseholderQR<MatrixXd>(gaussians(40, 3, 9)).householderQ() * MatrixXd::Identity(40, 3);
    MatrixXd points = hidden * axes.transpose();
    points.rowwise() += gaussians(1, 40, 10).row(0); // the mean goes away
    std::vector<double> explained;
    const MatrixXd plane = pca(points, 2, &explained);
    REQUIRE(plane.rows() == rows);
    REQUIRE(plane.cols() == 2);
    for (int k = 0; k < 2; ++k) {
        const double agreement = std::abs(plane.col(k).dot(hidden.col(k))) / hidden.col(k).squaredNorm();
        REQUIRE(agreement == Approx(1.0).epsilon(1e-6));
    }
    REQUIRE(explained[0] == Approx(81.0 / 90.01).epsilon(1e-6));
    REQUIRE(explained[1] == Approx(9.0 / 90.01).epsilon(1e-6));
    REQUIRE((pca(points, 2) - plane).norm() == 0.0);
    REQUIRE(pca(points.leftCols(3), 10).cols() == 3);
}

TEST_CASE("t-SNE: every point has the wanted perplexity") {
    const double wanted = GENERATE(5.0, 30.0);
    const MatrixXd p = tsneParts::conditional(clouds(120, 10), wanted);
    for (Eigen::Index i = 0; i < p.rows(); ++i) {
        REQUIRE(perplexityOf(p, i) == Approx(wanted).epsilon(1e-4));
        REQUIRE(p.row(i).sum() == Approx(1.0).epsilon(1e-12));
        REQUIRE(p(i, i) == 0.0);
    }
    const MatrixXd joint = tsneParts::joint(p);
    REQUIRE(joint.sum() == Approx(1.0).epsilon(1e-12));
    REQUIRE((joint - joint.transpose()).norm() == 0.0);
}

TEST_CASE("t-SNE: the gradient is that of the divergence") {
    const MatrixXd p = tsneParts::joint(tsneParts::conditional(gaussians(14, 5, 3), 4.0));
    MatrixXd y = gaussians(14, 2, 4), gradient;
    tsneParts::divergence(p, y, &gradient);
    MatrixXd differences(14, 2);
    for (Eigen::Index k = 0; k < y.size(); ++k) {
        const double h = 1e-5, before = y.data()[k];
        y.data()[k] = before + h;
        const double above = tsneParts::divergence(p, y);
        y.data()[k] = before - h;
        differences.data()[k] = (above - tsneParts::divergence(p, y)) / (2.0 * h);
        y.data()[k] = before;
    }
    REQUIRE((gradient - differences).norm() / differences.norm() < 1e-7);
    gradient(3, 1) *= 1.01; // the check can fail
    REQUIRE((gradient - differences).norm() / differences.norm() > 1e-7);
}

TEST_CASE("t-SNE: divergence falls, three clouds stay three, and the seed decides") {
    TsneOptions options;
    options.iterations = 400;
    options.earlyIterations = 100;
    options.perplexity = 15.0;
    const MatrixXd points = clouds(90, 12);
    const auto embedding = tsne(points, options);
    REQUIRE(embedding.points.allFinite());
    REQUIRE(embedding.divergence.back() < 0.5 * embedding.divergence.front());
    MatrixXd centres = MatrixXd::Zero(3, 2);
    for (int i = 0; i < 90; ++i) centres.row(i % 3) += embedding.points.row(i) / 30.0;
    for (int i = 0; i < 90; ++i)
        for (int c = 0; c < 3; ++c)
            if (c != i % 3)
                REQUIRE((embedding.points.row(i) - centres.row(i % 3)).norm() <
                        0.5 * (embedding.points.row(i) - centres.row(c)).norm());
    REQUIRE((tsne(points, options).points - embedding.points).norm() == 0.0);
    options.seed = 2;
    REQUIRE((tsne(points, options).points - embedding.points).norm() > 0.0);
}

TEST_CASE("t-SNE: few, equal or broken points") {
    REQUIRE_THROWS_AS(tsne(gaussians(3, 5, 1)), Error);
    MatrixXd same = MatrixXd::Ones(12, 6);
    REQUIRE(tsne(same).points.allFinite());
    same(2, 2) = std::numeric_limits<double>::quiet_NaN();
    REQUIRE_THROWS_WITH(tsne(same), Catch::Contains("not finite"));
}
