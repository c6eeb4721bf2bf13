// Layers with state: recent_frames; gru and lstm, in PyTorch's layout and equations (see Kernels.h).
#include "Inference/Layers.h"

#include <algorithm>

namespace solus {
namespace {

/// The last frames, oldest first, stacked as channels; zeros before the first frame. Followed by a conv1d, this is a
/// causal convolution over time and frequency.
class RecentFrames : public Layer {
public:
    RecentFrames(int frames, int size) : size_(size), recent_(static_cast<size_t>(frames) * size, 0.0f) {}

    bool remembers() const noexcept override { return true; }
    void reset() noexcept override { std::fill(recent_.begin(), recent_.end(), 0.0f); }

    void process(const float* const* inputs, float* output) noexcept override {
        std::copy(recent_.begin() + size_, recent_.end(), recent_.begin());
        std::copy_n(inputs[0], size_, recent_.end() - size_);
        std::copy(recent_.begin(), recent_.end(), output);
    }

private:
    int size_;
    std::vector<float> recent_;
};

class Gru : public Layer {
public:
    Gru(LayerPlan& plan, int in, int hidden)
        : kernels_(plan.kernels()), inputWeight_(plan.linear("weight_ih", 3 * hidden, in)),
          hiddenWeight_(plan.linear("weight_hh", 3 * hidden, hidden)),
          inputBias_(plan.vectorOr("bias_ih", 3 * hidden, 0.0f)),
          hiddenBias_(plan.vectorOr("bias_hh", 3 * hidden, 0.0f)), inputGates_(inputBias_.size()),
          hiddenGates_(inputBias_.size()), h_(static_cast<size_t>(hidden), 0.0f) {}

    bool remembers() const noexcept override { return true; }
    void reset() noexcept override { std::fill(h_.begin(), h_.end(), 0.0f); }

    void process(const float* const* inputs, float* output) noexcept override {
        inputWeight_.apply(kernels_, inputs[0], inputBias_.data(), inputGates_.data());
        hiddenWeight_.apply(kernels_, h_.data(), hiddenBias_.data(), hiddenGates_.data());
        kernels_.gru(inputGates_.data(), hiddenGates_.data(), h_.data(), static_cast<int>(h_.size()));
        std::copy(h_.begin(), h_.end(), output);
    }

private:
    const Kernels& kernels_;
    LinearMap inputWeight_, hiddenWeight_;
    std::vector<float> inputBias_, hiddenBias_, inputGates_, hiddenGates_, h_;
};

class Lstm : public Layer {
public:
    Lstm(LayerPlan& plan, int in, int hidden)
        : kernels_(plan.kernels()), inputWeight_(plan.linear("weight_ih", 4 * hidden, in)),
          hiddenWeight_(plan.linear("weight_hh", 4 * hidden, hidden)),
          bias_(plan.vectorOr("bias_ih", 4 * hidden, 0.0f)), gates_(bias_.size()),
          c_(static_cast<size_t>(hidden), 0.0f), h_(c_) {
        const std::vector<float> hiddenBias = plan.vectorOr("bias_hh", 4 * hidden, 0.0f);
        for (size_t i = 0; i < bias_.size(); ++i) bias_[i] += hiddenBias[i];
    }

    bool remembers() const noexcept override { return true; }
    void reset() noexcept override {
        std::fill(c_.begin(), c_.end(), 0.0f);
        std::fill(h_.begin(), h_.end(), 0.0f);
    }

    void process(const float* const* inputs, float* output) noexcept override {
        inputWeight_.apply(kernels_, inputs[0], bias_.data(), gates_.data());
        hiddenWeight_.apply(kernels_, h_.data(), gates_.data(), gates_.data());
        kernels_.lstm(gates_.data(), c_.data(), h_.data(), static_cast<int>(h_.size()));
        std::copy(h_.begin(), h_.end(), output);
    }

private:
    const Kernels& kernels_;
    LinearMap inputWeight_, hiddenWeight_;
    std::vector<float> bias_, gates_, c_, h_;
};

} // namespace

BuiltLayer buildRecentFrames(LayerPlan& plan) {
    const int frames = plan.integer("frames", 1, 1000);
    const Shape in = plan.input();
    if (static_cast<double>(in.size()) * frames > 1e6) plan.fail("it is too large");
    return {std::make_unique<RecentFrames>(frames, in.size()),
            {frames * in.channels, in.length},
            static_cast<size_t>(frames) * in.size()};
}

BuiltLayer buildGru(LayerPlan& plan) {
    const int in = plan.vectorInput(), hidden = plan.rowsOf("weight_hh", 3) / 3;
    return {std::make_unique<Gru>(plan, in, hidden), {1, hidden}};
}

BuiltLayer buildLstm(LayerPlan& plan) {
    const int in = plan.vectorInput(), hidden = plan.rowsOf("weight_hh", 4) / 4;
    return {std::make_unique<Lstm>(plan, in, hidden), {1, hidden}};
}

} // namespace solus
