// Exact t-SNE (L. van der Maaten and G. Hinton, Visualizing data using t-SNE, JMLR 9, 2008).
#include "Lab/Embed2d.h"

#include "Base/Error.h"
#include "Core/Random.h"

#include <algorithm>
#include <cmath>

namespace solus::train {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

namespace tsneParts {

MatrixXd conditional(const MatrixXd& points, double perplexity) {
    const Index n = points.rows();
    const VectorXd squares = points.rowwise().squaredNorm();
    // |x_i - x_j|^2 = |x_i|^2 + |x_j|^2 - 2 x_i x_j
    MatrixXd distances = -2.0 * points * points.transpose();
    distances.colwise() += squares;
    distances.rowwise() += squares.transpose();
    distances = distances.cwiseMax(0.0);

    const double wanted = std::log(perplexity);
    MatrixXd result(n, n);
    VectorXd d(n), p(n);
    for (Index i = 0; i < n; ++i) {
        d = distances.col(i); // symmetric
        d[i] = 1e300;
        const double nearest = d.minCoeff();
        // p_(j|i) = e^(-beta d_ij) / S,  H = -sum_j p log p = log S + beta sum_j p d_ij,  perplexity = e^H.
        // Distances are relative to the nearest neighbour's, which cancels in p but keeps S from vanishing.
        d = d.array() - nearest;
        d[i] = 0.0;
        double low = 0.0, high = 1e300, beta = 1.0 / std::max(d.mean(), 1e-100);
        for (int tries = 0; tries < 100; ++tries) {
            p = (-beta * d.array()).exp();
            p[i] = 0.0;
            const double sum = p.sum();
            p /= sum;
            const double entropy = std::log(sum) + beta * p.dot(d);
            if (std::abs(entropy - wanted) < 1e-7) break;
            (entropy > wanted ? low : high) = beta;
            beta = high < 1e300 ? 0.5 * (low + high) : 2.0 * beta;
        }
        result.row(i) = p;
    }
    return result;
}

MatrixXd joint(const MatrixXd& p) {
    return (p + p.transpose()) / (2.0 * static_cast<double>(p.rows()));
}

/// With n_ij = 1 / (1 + |y_i - y_j|^2), Z = sum n_ij and q_ij = n_ij / Z:
///   KL       = sum p_ij log(p_ij / q_ij)
///   dKL/dy_i = 4 sum_j (p_ij - q_ij) n_ij (y_i - y_j)
///            = 4 sum_j p_ij n_ij (y_i - y_j) - 4/Z sum_j n_ij^2 (y_i - y_j)     pull and push
double divergence(const MatrixXd& p, const MatrixXd& y, MatrixXd* gradient, double exaggeration) {
    const Index n = y.rows();
    MatrixXd pull = MatrixXd::Zero(n, 2), push = MatrixXd::Zero(n, 2);
    double z = 0.0, cross = 0.0, entropy = 0.0, mass = 0.0;
    for (Index j = 0; j < n; ++j)
        for (Index i = j + 1; i < n; ++i) {
            const double dx = y(i, 0) - y(j, 0), dy = y(i, 1) - y(j, 1);
            const double near = 1.0 / (1.0 + dx * dx + dy * dy), weight = p(i, j);
            z += 2.0 * near;
            if (gradient) {
                const double attract = weight * near, repel = near * near;
                pull(i, 0) += attract * dx, pull(i, 1) += attract * dy;
                pull(j, 0) -= attract * dx, pull(j, 1) -= attract * dy;
                push(i, 0) += repel * dx, push(i, 1) += repel * dy;
                push(j, 0) -= repel * dx, push(j, 1) -= repel * dy;
            } else if (weight > 0.0) {
                entropy += 2.0 * weight * std::log(weight);
                cross += 2.0 * weight * std::log(near);
                mass += 2.0 * weight;
            }
        }
    if (!gradient) return entropy - cross + mass * std::log(z);
    *gradient = 4.0 * (exaggeration * pull - push / z);
    return 0.0;
}

} // namespace tsneParts

Embedding tsne(const MatrixXd& points, const TsneOptions& options) {
    const Index n = points.rows();
    if (n < 4) throw Error("t-SNE needs at least four points");
    const double perplexity = std::clamp(options.perplexity, 1.0, static_cast<double>(n - 1) / 3.0);
    const MatrixXd reduced = pca(points, std::max(2, options.inputDimensions));
    const MatrixXd p = tsneParts::joint(tsneParts::conditional(reduced, perplexity));

    Embedding result;
    MatrixXd& y = result.points;
    y = MatrixXd::Zero(n, 2);
    y.leftCols(std::min<Index>(2, reduced.cols())) = reduced.leftCols(std::min<Index>(2, reduced.cols()));
    const double deviation = std::sqrt(y.col(0).squaredNorm() / static_cast<double>(n));
    y *= deviation > 1e-12 ? 1e-4 / deviation : 0.0;
    // Identical points must be able to separate.
    Random random{options.seed, 0x75e3u};
    for (auto& value : y.reshaped()) value += 1e-6 * random.gaussian();

    // Gradient descent with momentum; each coordinate's gain grows by 0.2 while its direction stays the same and shrinks
    // by a fifth when it changes (Jacobs 1988). Rate: n / exaggeration / 4 (Belkina et al. 2019).
    const double rate = std::max(50.0, static_cast<double>(n) / options.exaggeration / 4.0);
    MatrixXd gradient(n, 2), velocity = MatrixXd::Zero(n, 2), gains = MatrixXd::Ones(n, 2);
    for (int step = 0; step < options.iterations; ++step) {
        const bool early = step < options.earlyIterations;
        if (step % 10 == 0) result.divergence.push_back(tsneParts::divergence(p, y));
        tsneParts::divergence(p, y, &gradient, early ? options.exaggeration : 1.0);
        for (Index k = 0; k < y.size(); ++k) {
            double &gain = gains.data()[k], &v = velocity.data()[k];
            const double g = gradient.data()[k];
            gain = (g > 0.0) != (v > 0.0) ? gain + 0.2 : std::max(0.8 * gain, 0.01);
            v = (early ? 0.5 : 0.8) * v - rate * gain * g;
        }
        y += velocity;
        y.rowwise() -= y.colwise().mean().eval();
    }
    result.divergence.push_back(tsneParts::divergence(p, y));
    return result;
}

} // namespace solus::train
