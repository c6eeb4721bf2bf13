// A network of dense layers without autograd: forward and backward are these few lines.
#pragma once

#include "ByHand/Activation.h"
#include "ByHand/CrossEntropy.h"
#include "ByHand/Dense.h"
#include "Core/Random.h"

#include <vector>

namespace solus::train {

/// sizes = {784, 256, 10}: two dense layers, the activation after every layer but the last, softmax after the last.
/// Everything is allocated here, for batches of up to `largestBatch` columns. Not thread-safe.
template <class Scalar>
class HandNet {
public:
    HandNet(std::vector<int> sizes, Activation activation, int largestBatch)
        : sizes_(std::move(sizes)), activation_(activation) {
        Eigen::Index count = 0;
        for (size_t l = 0; l + 1 < sizes_.size(); ++l)
            count += Dense<Scalar>::parameterCount(sizes_[l], sizes_[l + 1]);
        parameters_ = Vector<Scalar>::Zero(count);
        gradients_ = Vector<Scalar>::Zero(count);
        Eigen::Index at = 0;
        for (size_t l = 0; l + 1 < sizes_.size(); ++l) {
            layers_.emplace_back(sizes_[l], sizes_[l + 1], parameters_.data() + at, gradients_.data() + at);
            at += Dense<Scalar>::parameterCount(sizes_[l], sizes_[l + 1]);
            outputs_.push_back(Matrix<Scalar>::Zero(sizes_[l + 1], largestBatch));
            deltas_.push_back(Matrix<Scalar>::Zero(sizes_[l + 1], largestBatch));
        }
    }
    // The layers point into this object's arrays.
    HandNet(const HandNet&) = delete;
    HandNet& operator=(const HandNet&) = delete;

    /// Weights of mean 0, with the deviation that preserves the scale of the signals from layer to layer: sqrt(2 /
    /// inputs) before ReLU, which zeroes half of them (He et al. 2015), otherwise sqrt(1 / inputs) (LeCun et al. 1998).
    /// Biases 0.
    void initialise(std::uint64_t seed) {
        for (size_t l = 0; l < layers_.size(); ++l) {
            Random random{seed, 0xb1a5u, l};
            const double inputs = sizes_[l];
            const double deviation = std::sqrt((activation_ == Activation::relu ? 2.0 : 1.0) / inputs);
            for (auto& weight : layers_[l].weights.reshaped())
                weight = static_cast<Scalar>(deviation * random.gaussian());
            layers_[l].bias.setZero();
        }
    }

    ///   a_0 = x,   a_l = f(W_l a_(l-1) + b_l),   p = softmax(W_L a_(L-1) + b_L)
    /// Returns the mean loss of the batch; `x` [inputs, batch] must live until backward().
    double forward(const ConstColumns<Scalar>& x, std::span<const std::int64_t> labels) {
        batch_ = x.cols();
        for (size_t l = 0; l < layers_.size(); ++l) {
            if (l == 0)
                layers_[l].forward(x, output(l));
            else
                layers_[l].forward(output(l - 1), output(l));
            if (l + 1 < layers_.size()) activate<Scalar>(activation_, output(l));
        }
        return softmaxCrossEntropy<Scalar>(output(layers_.size() - 1), labels);
    }

    /// After forward() with the same arguments, from the last layer to the first:
    ///   delta_L = (p - onehot(y)) / batch
    ///   dL/dW_l = delta_l a_(l-1)^T,   dL/db_l = sum of delta_l
    ///   delta_(l-1) = W_l^T delta_l * f'(z_(l-1))
    /// Each step back multiplies by W^T and f': where f' is small, little reaches the first layers.
    void backward(const ConstColumns<Scalar>& x, std::span<const std::int64_t> labels) {
        const size_t last = layers_.size() - 1;
        delta(last) = output(last);
        crossEntropyDelta<Scalar>(delta(last), labels);
        for (size_t l = last; l > 0; --l) {
            layers_[l].gradients(output(l - 1), delta(l));
            layers_[l].backward(delta(l), delta(l - 1));
            applyDerivative<Scalar>(activation_, output(l - 1), delta(l - 1));
        }
        layers_[0].gradients(x, delta(0));
    }

    /// Of the last forward(): [classes, batch].
    ConstColumns<Scalar> probabilities() const { return outputs_.back().leftCols(batch_); }
    /// The mean of f' after hidden layer l, over units and examples of the last forward().
    double derivative(size_t l) const {
        return meanDerivative<Scalar>(activation_, outputs_[l].leftCols(batch_));
    }

    const std::vector<int>& sizes() const { return sizes_; }
    std::vector<Dense<Scalar>>& layers() { return layers_; }
    const std::vector<Dense<Scalar>>& layers() const { return layers_; }
    /// All parameters in one vector, layer by layer, as an optimiser sees them.
    Vector<Scalar>& parameters() { return parameters_; }
    const Vector<Scalar>& parameters() const { return parameters_; }
    Vector<Scalar>& gradients() { return gradients_; }

private:
    auto output(size_t l) { return outputs_[l].leftCols(batch_); }
    auto delta(size_t l) { return deltas_[l].leftCols(batch_); }

    std::vector<int> sizes_;
    Activation activation_;
    Vector<Scalar> parameters_, gradients_;
    std::vector<Dense<Scalar>> layers_;
    std::vector<Matrix<Scalar>> outputs_, deltas_; ///< a_l and dL/dz_l of layer l
    Eigen::Index batch_ = 0;
};

} // namespace solus::train
