// Elementwise functions: relu, elu, sigmoid, tanh; and softmax along the length.
#include "Inference/Layers.h"

#include <algorithm>

namespace solus {
namespace {

class Relu : public Layer {
public:
    explicit Relu(int size) : size_(size) {}
    void process(const float* const* inputs, float* output) noexcept override {
        // With the operands in this order NaN propagates, and the caller notices it.
        for (int i = 0; i < size_; ++i) output[i] = std::max(inputs[0][i], 0.0f);
    }

private:
    int size_;
};

/// x > 0: x, else alpha (e^x - 1)
class Elu : public Layer {
public:
    Elu(const Kernels& kernels, int size, float alpha) : kernels_(kernels), size_(size), alpha_(alpha) {}
    void process(const float* const* inputs, float* output) noexcept override {
        const float* x = inputs[0];
        kernels_.exponential(x, output, size_);
        for (int i = 0; i < size_; ++i) output[i] = x[i] > 0.0f ? x[i] : alpha_ * (output[i] - 1.0f);
    }

private:
    const Kernels& kernels_;
    int size_;
    float alpha_;
};

class Elementwise : public Layer {
public:
    using Function = void (*)(const float*, float*, int) noexcept;
    Elementwise(Function function, int size) : function_(function), size_(size) {}
    void process(const float* const* inputs, float* output) noexcept override {
        function_(inputs[0], output, size_);
    }

private:
    Function function_;
    int size_;
};

/// y_i = e^{x_i - max} / sum_j e^{x_j - max}, per channel
class Softmax : public Layer {
public:
    Softmax(const Kernels& kernels, const Shape& shape) : kernels_(kernels), shape_(shape) {}
    void process(const float* const* inputs, float* output) noexcept override {
        const int n = shape_.length;
        for (int c = 0; c < shape_.channels; ++c) {
            const float* x = inputs[0] + c * n;
            float* y = output + c * n;
            const float largest = *std::max_element(x, x + n);
            for (int i = 0; i < n; ++i) y[i] = x[i] - largest;
            kernels_.exponential(y, y, n);
            double sum = 0.0;
            for (int i = 0; i < n; ++i) sum += y[i];
            for (int i = 0; i < n; ++i) y[i] = static_cast<float>(y[i] / sum);
        }
    }

private:
    const Kernels& kernels_;
    Shape shape_;
};

} // namespace

BuiltLayer buildRelu(LayerPlan& plan) {
    return {std::make_unique<Relu>(plan.input().size()), plan.input()};
}

BuiltLayer buildElu(LayerPlan& plan) {
    const float alpha = plan.number("alpha", 1.0f, 0.0f, 100.0f);
    return {std::make_unique<Elu>(plan.kernels(), plan.input().size(), alpha), plan.input()};
}

BuiltLayer buildSigmoid(LayerPlan& plan) {
    return {std::make_unique<Elementwise>(plan.kernels().sigmoid, plan.input().size()), plan.input()};
}

BuiltLayer buildTanh(LayerPlan& plan) {
    return {std::make_unique<Elementwise>(plan.kernels().tanh, plan.input().size()), plan.input()};
}

BuiltLayer buildSoftmax(LayerPlan& plan) {
    return {std::make_unique<Softmax>(plan.kernels(), plan.input()), plan.input()};
}

} // namespace solus
