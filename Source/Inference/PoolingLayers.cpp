// Layers that pool all frames so far into one vector: mean_pool, statistics_pool, mixture_pool.
#include "Inference/Layers.h"

#include <algorithm>
#include <cmath>

namespace solus {
namespace {

/// Forgets nothing until its memory is full, then one frame in `memory_` per frame; 0: never forgets.
class PoolingLayer : public Layer {
public:
    bool remembers() const noexcept override { return true; }
    bool pools() const noexcept override { return true; }
    void setPoolingMemory(int frames) noexcept override { memory_ = std::max(frames, 0); }

protected:
    int memory_ = 0;
};

/// m_t = m_{t-1} + (x_t - m_{t-1}) / min(t, memory): the mean since reset(); with a memory, an exponential average
/// that starts as the plain mean.
class MeanPool : public PoolingLayer {
public:
    explicit MeanPool(int size) : mean_(static_cast<size_t>(size), 0.0) {}
    /// A longer memory starts with the frames that the shorter one still holds.
    void setPoolingMemory(int frames) noexcept override {
        if (memory_ > 0) frames_ = std::min<long long>(frames_, memory_);
        PoolingLayer::setPoolingMemory(frames);
    }
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
    std::vector<double> mean_; // a double can average years of frames
    long long frames_ = 0;
};

/// Attentive statistics (Okabe et al. 2018) of all frames so far, with the weight
///   a_t = e^(w . x_t + c)        (1 without the tensors "weight" and "bias")
///   A_t = (1 - 1 / memory) A_{t-1} + a_t,   s = a_t / A_t,   d = x_t - m_{t-1}
///   m_t = m_{t-1} + s d,   v_t = (1 - s) (v_{t-1} + s d^2)        (West 1979)
/// the output is m_t, then the deviations sqrt(max(v_t, 1e-4)). Without a memory A forgets nothing.
class StatisticsPool : public PoolingLayer {
public:
    StatisticsPool(std::vector<float> weight, float bias, int size)
        : weight_(std::move(weight)), bias_(bias), mean_(static_cast<size_t>(size), 0.0), variance_(mean_) {}
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
        // As for the plain mean: nothing is forgotten until the memory is full.
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
};

/// How the frames are distributed around the Gaussians of a mixture (the statistics of an i-vector, Dehak et al.
/// 2011, shrunk
/// like Reynolds' relevance MAP, 2000), frame by frame:
///   p_c = e^(l_c) / sum_k e^(l_k),   l_c = offset_c - |(x_t - mean_c) / deviation_c|^2 / 2
///   N_c = (1 - 1 / memory) N_c + p_c,   F_c = (1 - 1 / memory) F_c + p_c (x_t - mean_c) / deviation_c
/// the output is F_c / (N_c + prior), one Gaussian after the other.
class MixturePool : public PoolingLayer {
public:
    MixturePool(std::vector<float> mean, std::vector<float> deviation, std::vector<float> offset, float prior)
        : mean_(std::move(mean)), inverseDeviation_(std::move(deviation)), offset_(std::move(offset)),
          distance_(mean_.size()), weight_(offset_.size()), first_(mean_.size(), 0.0),
          count_(offset_.size(), 0.0), prior_(prior) {
        for (float& d : inverseDeviation_) d = 1.0f / d;
    }
    void reset() noexcept override {
        std::fill(first_.begin(), first_.end(), 0.0);
        std::fill(count_.begin(), count_.end(), 0.0);
        frames_ = 0;
    }
    void process(const float* const* inputs, float* output) noexcept override {
        weigh(inputs[0]);
        ++frames_;
        const double kept = memory_ > 0 && frames_ > memory_ ? 1.0 - 1.0 / memory_ : 1.0;
        const size_t size = first_.size() / count_.size();
        for (size_t c = 0; c < count_.size(); ++c) {
            count_[c] = kept * count_[c] + weight_[c];
            const double scale = 1.0 / (count_[c] + prior_);
            for (size_t i = c * size; i < (c + 1) * size; ++i) {
                first_[i] = kept * first_[i] + weight_[c] * distance_[i];
                output[i] = static_cast<float>(first_[i] * scale);
            }
        }
    }

private:
    void weigh(const float* x) noexcept {
        const size_t size = first_.size() / count_.size();
        float largest = -INFINITY, sum = 0.0f;
        for (size_t c = 0; c < count_.size(); ++c) {
            const float *mean = &mean_[c * size], *inverse = &inverseDeviation_[c * size];
            float *distance = &distance_[c * size], square = 0.0f;
            for (size_t i = 0; i < size; ++i) {
                distance[i] = (x[i] - mean[i]) * inverse[i];
                square += distance[i] * distance[i];
            }
            weight_[c] = offset_[c] - 0.5f * square;
            largest = std::max(largest, weight_[c]);
        }
        for (float& w : weight_) {
            w = std::exp(w - largest);
            sum += w;
        }
        for (float& w : weight_) w /= sum;
    }

    std::vector<float> mean_, inverseDeviation_,
        offset_;                           ///< [Gaussian][value], [Gaussian][value], [Gaussian]
    std::vector<float> distance_, weight_; ///< of this frame
    std::vector<double> first_, count_;
    float prior_;
    long long frames_ = 0;
};

} // namespace

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

BuiltLayer buildMixturePool(LayerPlan& plan) {
    const int size = plan.vectorInput();
    const auto& shape = plan.shapeOf("mean");
    const int gaussians = shape.empty() ? 0 : shape[0];
    const auto& mean = plan.tensor("mean", {gaussians, size}).values;
    const auto& deviation = plan.tensor("deviation", {gaussians, size}).values;
    const auto& offset = plan.tensor("offset", {gaussians}).values;
    if (gaussians < 1) plan.fail("a mixture needs at least one Gaussian");
    for (float d : deviation)
        if (!(d >= 1e-4f)) plan.fail("its deviations must be 0.0001 or more");
    const float prior = plan.number("prior", 16.0f, 0.0f, 1e6f);
    return {std::make_unique<MixturePool>(mean, deviation, offset, std::max(prior, 1e-6f)),
            {1, gaussians * size}};
}

} // namespace solus
