// The types of the hand-written networks: a batch is a matrix with one column per example.
#pragma once

#include <Eigen/Core>

namespace solus::train {

/// Scalar is float for training and double for checking gradients.
template <class Scalar>
using Matrix = Eigen::Matrix<Scalar, Eigen::Dynamic, Eigen::Dynamic>;
template <class Scalar>
using Vector = Eigen::Matrix<Scalar, Eigen::Dynamic, 1>;

/// Some columns of a matrix, without copying them.
template <class Scalar>
using Columns = Eigen::Ref<Matrix<Scalar>>;
template <class Scalar>
using ConstColumns = Eigen::Ref<const Matrix<Scalar>>;

} // namespace solus::train
