// Projecting many dimensions onto a plane: principal components and t-SNE.
#pragma once

#include <Eigen/Core>
#include <cstdint>
#include <vector>

namespace solus::train {

/// Projects onto the `dimensions` directions of largest variance:  Y = (X - mean) V,  V the eigenvectors of the
/// covariance of X. `points` holds one point per row. Returns fewer columns if there are fewer dimensions or points. The
/// sign of each direction is chosen so that its largest component is positive, which makes the picture the same on every
/// machine. `explained`, if given, receives the share of the variance in each direction.
Eigen::MatrixXd pca(const Eigen::MatrixXd& points, int dimensions, std::vector<double>* explained = nullptr);

struct TsneOptions {
    double perplexity =
        30.0;             ///< about how many neighbours a point has; at most a third of the points is used
    int iterations = 750; ///< the first `earlyIterations` with exaggerated attraction
    int earlyIterations = 250;
    double exaggeration = 12.0;
    int inputDimensions = 30; ///< PCA comes first
    std::uint64_t seed = 1;
};

struct Embedding {
    Eigen::MatrixXd points;         ///< [n, 2]
    std::vector<double> divergence; ///< KL(P || Q) every 10 iterations and at the end
};

/// Exact t-SNE (van der Maaten & Hinton 2008): time and memory grow with n^2, which suits up to about 1,000 points.
/// Starts from the first two principal components (Kobak & Berens 2019). Throws Error for fewer than 4 points or values
/// that are not finite.
Embedding tsne(const Eigen::MatrixXd& points, const TsneOptions& options = {});

/// The parts of tsne(), for tests.
namespace tsneParts {

/// p_(j|i) in row i: Gaussians whose widths are chosen for each point to give the desired perplexity.
Eigen::MatrixXd conditional(const Eigen::MatrixXd& points, double perplexity);
/// p_ij = (p_(j|i) + p_(i|j)) / 2n
Eigen::MatrixXd joint(const Eigen::MatrixXd& conditional);
/// KL(P || Q) of the embedding y [n, 2], and its gradient [n, 2] if requested; `exaggeration` multiplies P in the
/// gradient only.
double divergence(const Eigen::MatrixXd& joint, const Eigen::MatrixXd& y, Eigen::MatrixXd* gradient = nullptr,
                  double exaggeration = 1.0);

} // namespace tsneParts

} // namespace solus::train
