// A dense layer, forward and backward.
#pragma once

#include "ByHand/Matrix.h"

namespace solus::train {

/// Views of a network's parameters and gradients; W is [outputs, inputs], column-major.
template <class Scalar>
class Dense {
public:
    static Eigen::Index parameterCount(int inputs, int outputs) {
        return Eigen::Index{outputs} * inputs + outputs;
    }

    /// Both arrays hold parameterCount() numbers, W first, then b, and must outlive the layer.
    Dense(int inputs, int outputs, Scalar* parameters, Scalar* gradients)
        : weights(parameters, outputs, inputs), bias(parameters + Eigen::Index{outputs} * inputs, outputs),
          weightGradient(gradients, outputs, inputs),
          biasGradient(gradients + Eigen::Index{outputs} * inputs, outputs) {}

    /// z = W x + b, for each column x [inputs]
    void forward(const ConstColumns<Scalar>& x, Columns<Scalar> z) const {
        z.noalias() = weights * x;
        z.colwise() += bias;
    }

    /// With delta = dL/dz [outputs, batch], by the chain rule (the sums run over the batch):
    ///   dL/dW = delta x^T        z_i = sum_j W_ij x_j + b_i, so W_ij moves z_i by x_j
    ///   dL/db = sum of delta     b_i moves z_i by 1
    void gradients(const ConstColumns<Scalar>& x, const ConstColumns<Scalar>& delta) {
        weightGradient.noalias() = delta * x.transpose();
        biasGradient.noalias() = delta.rowwise().sum();
    }

    /// dL/dx = W^T delta         x_j moves every z_i by W_ij
    void backward(const ConstColumns<Scalar>& delta, Columns<Scalar> xDelta) const {
        xDelta.noalias() = weights.transpose() * delta;
    }

    Eigen::Map<Matrix<Scalar>> weights;
    Eigen::Map<Vector<Scalar>> bias;
    Eigen::Map<Matrix<Scalar>> weightGradient;
    Eigen::Map<Vector<Scalar>> biasGradient;
};

} // namespace solus::train
