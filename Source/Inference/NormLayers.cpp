// Scaling layers: batch_norm, layer_norm, affine, l2_normalise, and the running mean over time, mean_pool.
#include "Inference/Layers.h"

#include <algorithm>
#include <cmath>

namespace solus {
namespace {

/// y_i = x_i scale_i + shift_i. batch_norm becomes this when it is built.
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

/// m_t = m_{t-1} + (x_t - m_{t-1}) / min(t, memory): the mean since reset(), or with a memory an exponential
/// window that begins as the plain mean.
class MeanPool : public Layer {
public:
    explicit MeanPool(int size) : mean_(static_cast<size_t>(size), 0.0) {}
    void setPoolingMemory(int frames) noexcept override { memory_ = std::max(frames, 0); }
    void reset() noexcept override {
        std::fill(mean_.begin(), mean_.end(), 0.0);
        frames_ = 0;
    }
    void process(const float* const* inputs, float* output) noexcept override {
        ++frames_;
        const long long divisor = memory_ > 0 ? std::min<long long>(frames_, memory_) : frames_;
        const double step = 1.0 / static_cast<double>(divisor);
        for (size_t i = 0; i < mean_.size(); ++i) {
            mean_[i] += (inputs[0][i] - mean_[i]) * step;
            output[i] = static_cast<float>(mean_[i]);
        }
    }

private:
    std::vector<double> mean_; // a double holds the mean of years without losing a frame
    long long frames_ = 0;
    int memory_ = 0;
};

/// Attentive statistics (Okabe et al. 2018) of what was heard so far, frame by frame: with a weight
///   a_t = e^(w . x_t + c)        (1 without the tensors "weight" and "bias")
///   A_t = (1 - 1 / memory) A_{t-1} + a_t,   s = a_t / A_t,   d = x_t - m_{t-1}
///   m_t = m_{t-1} + s d,   v_t = (1 - s) (v_{t-1} + s d^2)        (West 1979)
/// the output is m_t, then the deviations sqrt(max(v_t, 1e-4)). Without a memory A forgets nothing.
class StatisticsPool : public Layer {
public:
    StatisticsPool(std::vector<float> weight, float bias, int size)
        : weight_(std::move(weight)), bias_(bias), mean_(static_cast<size_t>(size), 0.0), variance_(mean_) {}
    void setPoolingMemory(int frames) noexcept override { memory_ = std::max(frames, 0); }
    void reset() noexcept override {
        std::fill(mean_.begin(), mean_.end(), 0.0);
        std::fill(variance_.begin(), variance_.end(), 0.0);
        sum_ = 0.0;
        frames_ = 0;
    }
    void process(const float* const* inputs, float* output) noexcept override {
        const float* x = inputs[0];
        float attention = bias_;
        for (size_t i = 0; i < weight_.size(); ++i) attention += weight_[i] * x[i];
        const double weight = std::exp(std::clamp(static_cast<double>(attention), -30.0, 30.0));
        ++frames_;
        // Like the plain mean at first: nothing is forgotten before the memory is full.
        if (memory_ > 0 && frames_ > memory_) sum_ *= 1.0 - 1.0 / memory_;
        sum_ += weight;
        const double step = weight / sum_;
        const size_t size = mean_.size();
        for (size_t i = 0; i < size; ++i) {
            const double distance = x[i] - mean_[i];
            mean_[i] += step * distance;
            variance_[i] = (1.0 - step) * (variance_[i] + step * distance * distance);
            output[i] = static_cast<float>(mean_[i]);
            output[size + i] = static_cast<float>(std::sqrt(std::max(variance_[i], leastVariance)));
        }
    }

private:
    static constexpr double leastVariance = 1e-4;

    std::vector<float> weight_;
    float bias_;
    std::vector<double> mean_, variance_;
    double sum_ = 0.0;
    long long frames_ = 0;
    int memory_ = 0;
};

/// Per feature (one value for each element) or per channel, whichever the tensor's size says.
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

std::vector<float> vectorOr(LayerPlan& plan, const std::string& suffix, int count, float fallback) {
    std::vector<float> values = plan.optionalVector(suffix, count);
    values.resize(static_cast<size_t>(count), fallback);
    return values;
}

} // namespace

// y = (x - running_mean) / sqrt(running_var + eps) * weight + bias
BuiltLayer buildBatchNorm(LayerPlan& plan) {
    const int count = featureCount(plan, "running_mean");
    const std::vector<float>& mean = plan.tensor("running_mean", {count}).values;
    const std::vector<float>& variance = plan.tensor("running_var", {count}).values;
    const float eps = plan.number("eps", 1e-5f, 1e-12f, 1.0f);
    std::vector<float> scale = vectorOr(plan, "weight", count, 1.0f),
                       shift = vectorOr(plan, "bias", count, 0.0f);
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
                                        vectorOr(plan, "weight", size, 1.0f),
                                        vectorOr(plan, "bias", size, 0.0f)),
            plan.input()};
}

BuiltLayer buildL2Normalise(LayerPlan& plan) {
    return {std::make_unique<L2Normalise>(plan.input().size()), plan.input()};
}

BuiltLayer buildMeanPool(LayerPlan& plan) {
    return {std::make_unique<MeanPool>(plan.input().size()), plan.input()};
}

BuiltLayer buildStatisticsPool(LayerPlan& plan) {
    const int size = plan.vectorInput();
    auto weight = plan.optionalVector("weight", size);
    const auto bias = plan.optionalVector("bias", 1);
    return {std::make_unique<StatisticsPool>(std::move(weight), bias.empty() ? 0.0f : bias[0], size),
            {1, 2 * size}};
}

} // namespace solus
