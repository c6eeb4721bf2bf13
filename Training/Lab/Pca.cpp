// Principal component analysis.
#include "Lab/Embed2d.h"

#include "Base/Error.h"

#include <Eigen/Eigenvalues>
#include <algorithm>
#include <cmath>

namespace solus::train {

Eigen::MatrixXd pca(const Eigen::MatrixXd& points, int dimensions, std::vector<double>* explained) {
    if (points.rows() < 2 || points.cols() < 1) throw Error("PCA needs at least two points");
    if (!points.allFinite()) throw Error("PCA: some values are not finite");
    const Eigen::MatrixXd centred = points.rowwise() - points.colwise().mean();
    // X^T X v = s v and X X^T u = s u have the same eigenvalues, and v = X^T u / sqrt(s), so the smaller of the two
    // matrices is enough.
    const bool byPoints = centred.rows() < centred.cols();
    const Eigen::MatrixXd square = byPoints ? Eigen::MatrixXd(centred * centred.transpose())
                                            : Eigen::MatrixXd(centred.transpose() * centred);
    const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver(square);
    const auto& values = solver.eigenvalues(); // in ascending order
    const Eigen::Index wanted =
        std::min<Eigen::Index>({dimensions, centred.cols(), std::max<Eigen::Index>(1, centred.rows() - 1)});
    const double total = std::max(values.cwiseMax(0.0).sum(), 1e-300);
    Eigen::MatrixXd directions(centred.cols(), wanted);
    if (explained) explained->clear();
    for (Eigen::Index k = 0; k < wanted; ++k) {
        const Eigen::Index from = values.size() - 1 - k;
        const double value = std::max(values[from], 0.0);
        Eigen::VectorXd v = solver.eigenvectors().col(from);
        if (byPoints) {
            v = centred.transpose() * v;
            if (const double norm = v.norm(); norm > 0.0) v /= norm;
        }
        Eigen::Index largest = 0;
        v.cwiseAbs().maxCoeff(&largest);
        if (v[largest] < 0.0) v = -v;
        directions.col(k) = v;
        if (explained) explained->push_back(value / total);
    }
    return centred * directions;
}

} // namespace solus::train
