// Stateless layers that mix or move values: dense, conv1d, max_pool1d, upsample1d, crop1d, flatten, reshape, add.
#include "Inference/Layers.h"

#include <algorithm>

namespace solus {
namespace {

/// y = W x + b
class Dense : public Layer {
public:
    Dense(const Kernels& kernels, LinearMap weight, std::vector<float> bias)
        : kernels_(kernels), weight_(std::move(weight)), bias_(std::move(bias)) {}

    void process(const float* const* inputs, float* output) noexcept override {
        weight_.apply(kernels_, inputs[0], bias_.empty() ? nullptr : bias_.data(), output);
    }

private:
    const Kernels& kernels_;
    LinearMap weight_;
    std::vector<float> bias_;
};

/// rows x cols -> cols x rows
void transpose(const float* from, int rows, int cols, float* to) noexcept {
    for (int r = 0; r < rows; ++r)
        for (int c = 0; c < cols; ++c) to[static_cast<size_t>(c) * rows + r] = *from++;
}

/// Along frequency, within one frame:  y[o][p] = b[o] + sum_{i,k} W[o][i][k] x[i][p stride + k - padding].
/// The input is transposed: position by position, the values under the kernel are one vector, and the convolution is a
/// product with W.
class Conv1d : public Layer {
public:
    struct Sizes {
        int channels, length, kernel, stride, padding, outputs, positions;
        size_t padded() const { return static_cast<size_t>(channels) * (length + 2 * padding); }
        size_t results() const { return static_cast<size_t>(outputs) * positions; }
        size_t all() const { return padded() + results(); }
    };

    Conv1d(const Kernels& kernels, const Sizes& s, LinearMap weight, std::vector<float> bias)
        : kernels_(kernels), s_(s), weight_(std::move(weight)), bias_(std::move(bias)),
          padded_(s.padded(), 0.0f), results_(s.results()) {}

    void process(const float* const* inputs, float* output) noexcept override {
        transpose(inputs[0], s_.channels, s_.length, padded_.data() + s_.padding * s_.channels);
        weight_.applyToAll(kernels_, padded_.data(), s_.stride * s_.channels, s_.positions,
                           bias_.empty() ? nullptr : bias_.data(), results_.data());
        transpose(results_.data(), s_.positions, s_.outputs, output);
    }

private:
    const Kernels& kernels_;
    Sizes s_;
    LinearMap weight_;
    std::vector<float> bias_, padded_, results_;
};

class MaxPool1d : public Layer {
public:
    MaxPool1d(const Shape& in, const Shape& out, int size, int stride)
        : in_(in), out_(out), size_(size), stride_(stride) {}

    void process(const float* const* inputs, float* output) noexcept override {
        for (int c = 0; c < in_.channels; ++c)
            for (int p = 0; p < out_.length; ++p) {
                const float* first = inputs[0] + c * in_.length + p * stride_;
                *output++ = *std::max_element(first, first + size_);
            }
    }

private:
    Shape in_, out_;
    int size_, stride_;
};

/// Repeats each value `factor` times: with a convolution after it, this undoes pooling or striding.
class Upsample1d : public Layer {
public:
    Upsample1d(int size, int factor) : size_(size), factor_(factor) {}
    void process(const float* const* inputs, float* output) noexcept override {
        for (int i = 0; i < size_; ++i) output = std::fill_n(output, factor_, inputs[0][i]);
    }

private:
    int size_, factor_;
};

/// The first values of each row.
class Crop1d : public Layer {
public:
    Crop1d(const Shape& in, int length) : in_(in), length_(length) {}
    void process(const float* const* inputs, float* output) noexcept override {
        for (int c = 0; c < in_.channels; ++c)
            output = std::copy_n(inputs[0] + c * in_.length, length_, output);
    }

private:
    Shape in_;
    int length_;
};

/// The same values in another shape.
class Copy : public Layer {
public:
    explicit Copy(int size) : size_(size) {}
    void process(const float* const* inputs, float* output) noexcept override {
        std::copy_n(inputs[0], size_, output);
    }

private:
    int size_;
};

class Add : public Layer {
public:
    Add(int inputs, int size) : inputs_(inputs), size_(size) {}
    void process(const float* const* inputs, float* output) noexcept override {
        std::copy_n(inputs[0], size_, output);
        for (int k = 1; k < inputs_; ++k)
            for (int i = 0; i < size_; ++i) output[i] += inputs[k][i];
    }

private:
    int inputs_, size_;
};

} // namespace

BuiltLayer buildDense(LayerPlan& plan) {
    const int in = plan.vectorInput(), out = plan.rowsOf("weight");
    LinearMap weight = plan.linear("weight", out, in);
    return {std::make_unique<Dense>(plan.kernels(), std::move(weight), plan.optionalVector("bias", out)),
            {1, out}};
}

BuiltLayer buildConv1d(LayerPlan& plan) {
    const Shape in = plan.input();
    const std::vector<int>& shape = plan.shapeOf("weight");
    if (shape.size() != 3 || shape[0] < 1 || shape[1] != in.channels || shape[2] < 1 || shape[2] > 100'000)
        plan.fail("its weight must have shape [outputs, " + std::to_string(in.channels) +
                  " channels, kernel]");
    const int outputs = shape[0], kernel = shape[2];
    const int stride = plan.integer("stride", 1, 1, 100'000),
              padding = plan.integer("padding", 0, 0, 100'000);
    const int positions =
        in.length + 2 * padding < kernel ? 0 : (in.length + 2 * padding - kernel) / stride + 1;
    if (positions < 1)
        plan.fail("its kernel is longer than its input of length " + std::to_string(in.length));
    constexpr double maxProducts = 1e9; // per frame; hundreds of times what can run in real time
    if (static_cast<double>(outputs) * in.channels * kernel * positions > maxProducts ||
        static_cast<double>(outputs) * positions > 1e6 || in.channels * (in.length + 2.0 * padding) > 1e7)
        plan.fail("it is too large");
    const Conv1d::Sizes sizes{in.channels, in.length, kernel, stride, padding, outputs, positions};
    LinearMap weight = plan.convolution("weight", {outputs, in.channels, kernel});
    return {std::make_unique<Conv1d>(plan.kernels(), sizes, std::move(weight),
                                     plan.optionalVector("bias", outputs)),
            {outputs, positions},
            sizes.all()};
}

BuiltLayer buildMaxPool1d(LayerPlan& plan) {
    const Shape in = plan.input();
    const int size = plan.integer("size", 1, 100'000), stride = plan.integer("stride", size, 1, 100'000);
    if (size > in.length)
        plan.fail("its window is longer than its input of length " + std::to_string(in.length));
    const Shape out{in.channels, (in.length - size) / stride + 1};
    return {std::make_unique<MaxPool1d>(in, out, size, stride), out};
}

BuiltLayer buildUpsample1d(LayerPlan& plan) {
    const int factor = plan.integer("factor", 1, 1000);
    const Shape in = plan.input();
    if (static_cast<double>(in.size()) * factor > 1e6) plan.fail("it is too large");
    return {std::make_unique<Upsample1d>(in.size(), factor), {in.channels, in.length * factor}};
}

BuiltLayer buildCrop1d(LayerPlan& plan) {
    const Shape in = plan.input();
    const int length = plan.integer("length", 1, in.length);
    return {std::make_unique<Crop1d>(in, length), {in.channels, length}};
}

BuiltLayer buildFlatten(LayerPlan& plan) {
    return {std::make_unique<Copy>(plan.input().size()), {1, plan.input().size()}};
}

BuiltLayer buildReshape(LayerPlan& plan) {
    const Shape out{plan.integer("channels", 1, 1'000'000), plan.integer("length", 1, 1'000'000)};
    if (static_cast<double>(out.channels) * out.length != plan.input().size())
        plan.fail("it makes " + out.text() + " of " + plan.input().text());
    return {std::make_unique<Copy>(out.size()), out};
}

BuiltLayer buildAdd(LayerPlan& plan) {
    for (const Shape& shape : plan.inputs())
        if (shape != plan.input())
            plan.fail("it adds shapes " + plan.input().text() + " and " + shape.text());
    return {std::make_unique<Add>(static_cast<int>(plan.inputs().size()), plan.input().size()), plan.input()};
}

} // namespace solus
