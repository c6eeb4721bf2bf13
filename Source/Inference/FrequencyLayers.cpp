// GRUs that share their weights across frequencies: gru_across runs along the frequencies of one frame, gru_each over
// time at each frequency.
#include "Inference/Layers.h"

#include <algorithm>

namespace solus {
namespace {

/// The weights of a GRU in PyTorch's layout, and the input gates at all positions of a frame.
class SharedGru : public Layer {
public:
    SharedGru(LayerPlan& plan, const Shape& in, int hidden)
        : kernels_(plan.kernels()), in_(in), hidden_(hidden),
          inputWeight_(plan.linear("weight_ih", 3 * hidden, in.channels)),
          hiddenWeight_(plan.linear("weight_hh", 3 * hidden, hidden)),
          inputBias_(plan.vectorOr("bias_ih", 3 * hidden, 0.0f)),
          hiddenBias_(plan.vectorOr("bias_hh", 3 * hidden, 0.0f)), x_(static_cast<size_t>(in.size())),
          inputGates_(positions(3 * hidden)) {}

    static size_t scratch(const Shape& in, int hidden) {
        return static_cast<size_t>(in.length) * static_cast<size_t>(in.channels + 7 * hidden);
    }

protected:
    /// channels x length -> gates, position by position
    void applyInput(const float* input) noexcept {
        for (int c = 0; c < in_.channels; ++c)
            for (int p = 0; p < in_.length; ++p) x_[static_cast<size_t>(p) * in_.channels + c] = *input++;
        inputWeight_.applyToAll(kernels_, x_.data(), in_.channels, in_.length, inputBias_.data(),
                                inputGates_.data());
    }
    const float* inputGates(int position) const noexcept {
        return inputGates_.data() + 3 * hidden_ * position;
    }
    size_t positions(int values) const { return static_cast<size_t>(in_.length) * values; }

    const Kernels& kernels_;
    Shape in_;
    int hidden_;
    LinearMap inputWeight_, hiddenWeight_;
    std::vector<float> inputBias_, hiddenBias_;

private:
    std::vector<float> x_, inputGates_;
};

/// h_p = GRU(x_p, h_{p-1}) from the lowest frequency up, or down from the highest; each frame starts at zero.
class GruAcross : public SharedGru {
public:
    GruAcross(LayerPlan& plan, const Shape& in, int hidden, bool downwards)
        : SharedGru(plan, in, hidden), downwards_(downwards), h_(static_cast<size_t>(hidden)),
          hiddenGates_(3 * h_.size()) {}

    void process(const float* const* inputs, float* output) noexcept override {
        applyInput(inputs[0]);
        std::fill(h_.begin(), h_.end(), 0.0f);
        for (int i = 0; i < in_.length; ++i) {
            const int p = downwards_ ? in_.length - 1 - i : i;
            hiddenWeight_.apply(kernels_, h_.data(), hiddenBias_.data(), hiddenGates_.data());
            kernels_.gru(inputGates(p), hiddenGates_.data(), h_.data(), hidden_);
            for (int c = 0; c < hidden_; ++c) output[c * in_.length + p] = h_[static_cast<size_t>(c)];
        }
    }

private:
    bool downwards_;
    std::vector<float> h_, hiddenGates_;
};

/// h_p[t] = GRU(x_p[t], h_p[t-1]) at each position p.
class GruEach : public SharedGru {
public:
    GruEach(LayerPlan& plan, const Shape& in, int hidden)
        : SharedGru(plan, in, hidden), h_(positions(hidden), 0.0f), hiddenGates_(positions(3 * hidden)) {}

    bool remembers() const noexcept override { return true; }
    void reset() noexcept override { std::fill(h_.begin(), h_.end(), 0.0f); }

    void process(const float* const* inputs, float* output) noexcept override {
        applyInput(inputs[0]);
        hiddenWeight_.applyToAll(kernels_, h_.data(), hidden_, in_.length, hiddenBias_.data(),
                                 hiddenGates_.data());
        for (int p = 0; p < in_.length; ++p) {
            float* h = h_.data() + p * hidden_;
            kernels_.gru(inputGates(p), hiddenGates_.data() + 3 * hidden_ * p, h, hidden_);
            for (int c = 0; c < hidden_; ++c) output[c * in_.length + p] = h[c];
        }
    }

private:
    std::vector<float> h_, hiddenGates_;
};

/// Units of the GRU, checked against the limit for a frame.
int sharedUnits(LayerPlan& plan) {
    const int hidden = plan.rowsOf("weight_hh", 3) / 3;
    if (3.0 * hidden * plan.input().length > 1e6) plan.fail("it is too large");
    return hidden;
}

} // namespace

BuiltLayer buildGruAcross(LayerPlan& plan) {
    const Shape in = plan.input();
    const int hidden = sharedUnits(plan);
    const bool downwards = plan.integer("downwards", 0, 0, 1) == 1;
    return {std::make_unique<GruAcross>(plan, in, hidden, downwards),
            {hidden, in.length},
            SharedGru::scratch(in, hidden)};
}

BuiltLayer buildGruEach(LayerPlan& plan) {
    const Shape in = plan.input();
    const int hidden = sharedUnits(plan);
    return {std::make_unique<GruEach>(plan, in, hidden), {hidden, in.length}, SharedGru::scratch(in, hidden)};
}

} // namespace solus
