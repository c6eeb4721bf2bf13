// Softmax and cross-entropy in one: the derivative of the two together is simply "prediction minus truth".
#pragma once

#include "ByHand/Matrix.h"

#include <cmath>
#include <cstdint>
#include <span>

namespace solus::train {

///   p_i = e^(z_i - m) / sum_j e^(z_j - m)    with m = max z, which leaves p unchanged but keeps e^z finite
///   L   = mean over the batch of -log p_y    = log sum_j e^(z_j - m) - (z_y - m)
/// Turns the scores z [classes, batch] into the probabilities p in place; returns L.
template <class Scalar>
double softmaxCrossEntropy(Columns<Scalar> z, std::span<const std::int64_t> labels) {
    double loss = 0.0;
    for (Eigen::Index n = 0; n < z.cols(); ++n) {
        auto column = z.col(n);
        column.array() -= column.maxCoeff();
        const Scalar right = column(labels[static_cast<size_t>(n)]);
        column = column.array().exp();
        const Scalar sum = column.sum();
        column /= sum;
        loss += std::log(static_cast<double>(sum)) - static_cast<double>(right);
    }
    return loss / static_cast<double>(z.cols());
}

/// dL/dz_i = (p_i - [i = y]) / batch: from dp_i/dz_j = p_i ([i = j] - p_j) everything else cancels. In place.
template <class Scalar>
void crossEntropyDelta(Columns<Scalar> p, std::span<const std::int64_t> labels) {
    for (Eigen::Index n = 0; n < p.cols(); ++n) p(labels[static_cast<size_t>(n)], n) -= Scalar(1);
    p /= static_cast<Scalar>(p.cols());
}

} // namespace solus::train
