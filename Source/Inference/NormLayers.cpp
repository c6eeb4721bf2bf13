// Scaling layers: batch_norm, layer_norm, affine, l2_normalise.
#include "Inference/Layers.h"

#include <algorithm>
#include <cmath>

namespace solus {
namespace {

/// y_i = x_i scale_i + shift_i. batch_norm becomes this at build time.
class Affine : public Layer {
public:
    Affine(std::vector<float> scale, std::vector<float> shift)
        : scale_(std::move(scale)), shift_(std::move(shift)) {}
    void process(const float* const* inputs, float* output) noexcept override {
        for (size_t i = 0; i < scale_.size(); ++i) output[i] = inputs[0][i] * scale_[i] + shift_[i];
    }

private:
    std::vector<float> scale_, shift_;
};

/// y = (x - mean) / sqrt(variance + eps) * weight + bias, mean and variance over all values of the frame.
class LayerNorm : public Layer {
public:
    LayerNorm(float eps, std::vector<float> weight, std::vector<float> bias)
        : eps_(eps), weight_(std::move(weight)), bias_(std::move(bias)) {}
    void process(const float* const* inputs, float* output) noexcept override {
        const float* x = inputs[0];
        const size_t n = weight_.size();
        double mean = 0.0, variance = 0.0;
        for (size_t i = 0; i < n; ++i) mean += x[i];
        mean /= static_cast<double>(n);
        for (size_t i = 0; i < n; ++i) variance += (x[i] - mean) * (x[i] - mean);
        const double factor = 1.0 / std::sqrt(variance / static_cast<double>(n) + eps_);
        for (size_t i = 0; i < n; ++i)
            output[i] = static_cast<float>((x[i] - mean) * factor) * weight_[i] + bias_[i];
    }

private:
    float eps_;
    std::vector<float> weight_, bias_;
};

/// y = x / max(|x|, 1e-12)
class L2Normalise : public Layer {
public:
    explicit L2Normalise(int size) : size_(size) {}
    void process(const float* const* inputs, float* output) noexcept override {
        double sum = 0.0;
        for (int i = 0; i < size_; ++i) sum += static_cast<double>(inputs[0][i]) * inputs[0][i];
        const double factor = 1.0 / std::max(std::sqrt(sum), 1e-12);
        for (int i = 0; i < size_; ++i) output[i] = static_cast<float>(inputs[0][i] * factor);
    }

private:
    int size_;
};

/// Per feature (one value per element) or per channel, depending on the size of the tensor.
std::vector<float> spread(const std::vector<float>& values, const Shape& shape) {
    if (static_cast<int>(values.size()) == shape.size()) return values;
    std::vector<float> all;
    all.reserve(static_cast<size_t>(shape.size()));
    for (float value : values) all.insert(all.end(), static_cast<size_t>(shape.length), value);
    return all;
}

int featureCount(LayerPlan& plan, const std::string& suffix) {
    const std::vector<int>& shape = plan.shapeOf(suffix);
    const int count = shape.size() == 1 ? shape[0] : 0;
    if (count != plan.input().size() && count != plan.input().channels)
        plan.fail("tensor " + suffix + " must have one value for each feature or for each channel of " +
                  plan.input().text());
    return count;
}

} // namespace

// y = (x - running_mean) / sqrt(running_var + eps) * weight + bias
BuiltLayer buildBatchNorm(LayerPlan& plan) {
    const int count = featureCount(plan, "running_mean");
    const std::vector<float>& mean = plan.tensor("running_mean", {count}).values;
    const std::vector<float>& variance = plan.tensor("running_var", {count}).values;
    const float eps = plan.number("eps", 1e-5f, 1e-12f, 1.0f);
    std::vector<float> scale = plan.vectorOr("weight", count, 1.0f),
                       shift = plan.vectorOr("bias", count, 0.0f);
    for (int i = 0; i < count; ++i) {
        if (variance[i] < 0.0f) plan.fail("tensor running_var holds a negative value");
        const double factor = scale[i] / std::sqrt(static_cast<double>(variance[i]) + eps);
        shift[i] = static_cast<float>(shift[i] - mean[i] * factor);
        scale[i] = static_cast<float>(factor);
    }
    return {std::make_unique<Affine>(spread(scale, plan.input()), spread(shift, plan.input())), plan.input()};
}

BuiltLayer buildAffine(LayerPlan& plan) {
    const int count = featureCount(plan, "scale");
    const std::vector<float>& scale = plan.tensor("scale", {count}).values;
    const std::vector<float>& shift = plan.tensor("shift", {count}).values;
    return {std::make_unique<Affine>(spread(scale, plan.input()), spread(shift, plan.input())), plan.input()};
}

BuiltLayer buildLayerNorm(LayerPlan& plan) {
    const int size = plan.input().size();
    return {std::make_unique<LayerNorm>(plan.number("eps", 1e-5f, 1e-12f, 1.0f),
                                        plan.vectorOr("weight", size, 1.0f),
                                        plan.vectorOr("bias", size, 0.0f)),
            plan.input()};
}

BuiltLayer buildL2Normalise(LayerPlan& plan) {
    return {std::make_unique<L2Normalise>(plan.input().size()), plan.input()};
}

} // namespace solus
