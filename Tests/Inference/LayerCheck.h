// A layer against plain double-precision code, on every kernel variant and in both storages.
#pragma once

#include "Inference/ModelBuilder.h"
#include "Measure/Larger.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>

namespace solus {

using Frame = std::vector<double>;
using Frames = std::vector<std::vector<float>>;

/// Builds the model for each variant and storage, and compares it with `reference`, which sees the stored
/// weights.
template <class Reference>
void checkAgainst(const ModelBuilder& b, double tolerance, Reference reference) {
    const Frames frames = randomFrames(40, b.model.features.bands);
    for (const Kernels* kernels : allKernels())
        for (Storage storage : {Storage::f32, Storage::f16}) {
            setKernelsForTesting(kernels);
            const auto model = b.build(storage);
            const Frames out = runNetwork(model, frames);
            setKernelsForTesting(nullptr);
            auto step = reference(*model);
            double worst = 0.0;
            for (size_t t = 0; t < frames.size(); ++t) {
                const Frame expected = step(Frame(frames[t].begin(), frames[t].end()));
                REQUIRE(expected.size() == out[t].size());
                for (size_t i = 0; i < expected.size(); ++i)
                    worst = larger(worst, std::abs(expected[i] - out[t][i]));
            }
            INFO(kernels->name << (storage == Storage::f16 ? " halves" : " floats"));
            CHECK(worst < tolerance);
        }
}

/// W x + b; `bias` may be empty.
inline Frame product(const Tensor& w, const Frame& x, const std::vector<float>& bias) {
    Frame y(static_cast<size_t>(w.shape[0]));
    for (size_t r = 0; r < y.size(); ++r) {
        y[r] = bias.empty() ? 0.0 : bias[r];
        for (size_t c = 0; c < x.size(); ++c) y[r] += w.values[r * x.size() + c] * x[c];
    }
    return y;
}

inline double logistic(double x) {
    return 1.0 / (1.0 + std::exp(-x));
}

} // namespace solus
