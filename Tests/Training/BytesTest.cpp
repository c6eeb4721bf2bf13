// Rounding of weights to what the engine keeps as bytes.
#include "Core/Bytes.h"
#include "Inference/PackedMatrix.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <random>

using namespace solus;
using train::roundToBytes;

namespace {

Tensor randomMatrix(int rows, int cols, std::mt19937& random) {
    std::normal_distribution<float> normal;
    Tensor tensor{{rows, cols}, std::vector<float>(static_cast<size_t>(rows) * cols)};
    for (size_t i = 0; i < tensor.values.size(); ++i)
        tensor.values[i] =
            normal(random) * std::exp2(static_cast<float>(i / cols % 9) - 6.0f); // rows of any size
    return tensor;
}

std::vector<double> product(const Tensor& u, const Tensor& v) {
    const int rows = u.shape[0], rank = u.shape[1], cols = v.shape[1];
    std::vector<double> result(static_cast<size_t>(rows) * cols);
    for (int r = 0; r < rows; ++r)
        for (int k = 0; k < rank; ++k)
            for (int c = 0; c < cols; ++c)
                result[r * cols + c] += double{u.values[r * rank + k]} * v.values[k * cols + c];
    return result;
}

/// Of what rounding changed against what was there, in dB.
template <class Values>
double noiseDb(const Values& before, const Values& after) {
    double signal = 0.0, noise = 0.0;
    for (size_t i = 0; i < before.size(); ++i) {
        signal += double{before[i]} * before[i];
        noise += (double{after[i]} - before[i]) * (double{after[i]} - before[i]);
    }
    return 10.0 * std::log10(noise / signal);
}

} // namespace

TEST_CASE("matrices rounded to bytes are packed as bytes, and change by less than -34 dB") {
    std::mt19937 random(1);
    TensorMap tensors{{"a.weight", randomMatrix(120, 80, random)},
                      {"b.weight.u", randomMatrix(520, 16, random)},
                      {"b.weight.v", randomMatrix(16, 520, random)}};
    const TensorMap before = tensors;
    roundToBytes(tensors);
    for (const auto& [name, tensor] : tensors) {
        INFO(name);
        if (bestKernels().widens)
            CHECK(PackedMatrix(tensor.values, tensor.shape[0], tensor.shape[1]).view().packing ==
                  Packing::bytes);
    }
    CHECK(noiseDb(before.at("a.weight").values, tensors.at("a.weight").values) < -34.0);
    CHECK(noiseDb(product(before.at("b.weight.u"), before.at("b.weight.v")),
                  product(tensors.at("b.weight.u"), tensors.at("b.weight.v"))) < -34.0);

    const TensorMap once = tensors;
    roundToBytes(tensors);
    for (const auto& [name, tensor] : tensors) CHECK(tensor.values == once.at(name).values);
}

TEST_CASE("what is no matrix of a layer stays as it is; rows of nothing and of next to nothing are safe") {
    std::mt19937 random(2);
    TensorMap tensors{{"a.bias", {{3}, {0.1f, 0.2f, 0.3f}}},
                      {"score.cohort", randomMatrix(4, 5, random)},
                      {"b.weight", {{2, 2}, {0.0f, 0.0f, 1e-9f, -1e-9f}}}};
    const TensorMap before = tensors;
    roundToBytes(tensors);
    CHECK(tensors.at("a.bias").values == before.at("a.bias").values);
    CHECK(tensors.at("score.cohort").values == before.at("score.cohort").values);
    CHECK(tensors.at("b.weight").values == std::vector<float>(4, 0.0f));
}
