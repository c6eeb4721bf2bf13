// Are the gradients right? Compares backpropagation with the slope of the loss itself, in double precision.
#pragma once

#include "ByHand/HandImages.h"
#include "ByHand/HandNet.h"

namespace solus::train {

/// Compares dL/dw of backward() with (L(w + h) - L(w - h)) / 2h for `samples` weights and biases of each layer, on the
/// first eight images of `set`. Returns the largest relative difference |ours - theirs| / |theirs| of any layer.
inline double gradientCheck(const std::vector<int>& sizes, Activation activation, const ImageSet& set,
                            PixelScale scale, std::uint64_t seed, int samples = 40) {
    const int count = static_cast<int>(std::min<std::int64_t>(8, set.size()));
    HandNet<double> net(sizes, activation, count);
    net.initialise(seed);
    HandBatch<double> batch(set, scale, count);
    batch.fill(count, [](int i) { return std::int64_t{i}; });
    net.forward(batch.x(), batch.labels());
    net.backward(batch.x(), batch.labels());
    const Vector<double> ours = net.gradients();
    auto& w = net.parameters();
    // A larger step loses fewer digits of a small gradient, but may cross the kink of a ReLU.
    const double h = activation == Activation::relu ? 1e-5 : 1e-4;
    double worst = 0.0;
    Eigen::Index start = 0;
    Random random{seed, 0x6cadu};
    for (const auto& layer : net.layers()) {
        const Eigen::Index size = layer.weights.size() + layer.bias.size();
        double difference = 0.0, truth = 0.0;
        for (int s = 0; s < samples; ++s) {
            const Eigen::Index i = start + random.below(size);
            const double before = w[i];
            w[i] = before + h;
            const double above = net.forward(batch.x(), batch.labels());
            w[i] = before - h;
            const double slope = (above - net.forward(batch.x(), batch.labels())) / (2.0 * h);
            w[i] = before;
            difference += (ours[i] - slope) * (ours[i] - slope);
            truth += slope * slope;
        }
        if (truth > 0.0) worst = std::max(worst, std::sqrt(difference / truth));
        start += size;
    }
    return worst;
}

} // namespace solus::train
