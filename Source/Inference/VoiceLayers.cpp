// What makes a network act on one voice: voice, scale_shift.
#include "Inference/Layers.h"

#include <algorithm>

namespace solus {
namespace {

/// The enrolled voice, given by Network::setVoice(); zeros until then.
class EnrolledVoice : public Layer {
public:
    explicit EnrolledVoice(int size) : values_(static_cast<size_t>(size), 0.0f) {}

    void process(const float* const*, float* output) noexcept override {
        std::copy(values_.begin(), values_.end(), output);
    }
    bool isVoice() const noexcept override { return true; }
    void setVoice(const float* values) noexcept override {
        std::copy_n(values, values_.size(), values_.begin());
    }

private:
    std::vector<float> values_;
};

/// y = x (1 + s) + t: feature-wise linear modulation (Perez et al. 2018).
class ScaleShift : public Layer {
public:
    explicit ScaleShift(int size) : size_(size) {}
    void process(const float* const* inputs, float* output) noexcept override {
        const float *x = inputs[0], *scale = inputs[1], *shift = inputs[2];
        for (int i = 0; i < size_; ++i) output[i] = x[i] * (1.0f + scale[i]) + shift[i];
    }

private:
    int size_;
};

} // namespace

BuiltLayer buildVoice(LayerPlan& plan) {
    const int size = plan.integer("values", 1, 4096);
    return {std::make_unique<EnrolledVoice>(size), {1, size}};
}

BuiltLayer buildScaleShift(LayerPlan& plan) {
    if (plan.inputs().size() != 3)
        plan.fail("it takes three inputs: what is changed, the scale and the shift");
    for (const Shape& shape : plan.inputs())
        if (shape != plan.input())
            plan.fail("its inputs have the shapes " + plan.input().text() + " and " + shape.text());
    return {std::make_unique<ScaleShift>(plan.input().size()), plan.input()};
}

} // namespace solus
