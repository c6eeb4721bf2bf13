// Rounding of weights to bytes.
#include "Core/Bytes.h"

#include <algorithm>
#include <cmath>
#include <span>
#include <string>

namespace solus::train {
namespace {

constexpr float steps = 127.0f;
constexpr int finest = -24; // of 2^n: half precision can still represent q 2^-24

bool isMatrix(const std::string& name, const Tensor& tensor) {
    return tensor.shape.size() >= 2 && !tensor.values.empty() && !name.starts_with("score.");
}

std::span<float> rowOf(Tensor& tensor, int row) {
    const size_t cols = tensor.values.size() / static_cast<size_t>(tensor.shape[0]);
    return std::span(tensor.values).subspan(static_cast<size_t>(row) * cols, cols);
}

float largestIn(std::span<const float> row) {
    float largest = 0.0f;
    for (float w : row) largest = std::max(largest, std::abs(w));
    return largest;
}

void roundRow(std::span<float> row) {
    const float largest = largestIn(row);
    if (largest == 0.0f) return;
    const double exponent =
        std::ceil(std::log2(double{largest} / steps) - 1e-6); // balance() is exact to the last bit of a float
    const float step = std::ldexp(1.0f, std::max(finest, static_cast<int>(exponent)));
    for (float& w : row) w = step * std::clamp(std::round(w / step), -steps, steps);
}

// U V = (U D^-1) (D V) with D diagonal
void balance(Tensor& u, Tensor& v) {
    const int rank = v.shape[0];
    for (int r = 0; r < rank; ++r) {
        const float largest = largestIn(rowOf(v, r));
        if (largest == 0.0f) continue;
        const float factor = steps * std::exp2(std::round(std::log2(largest / steps))) / largest;
        for (float& w : rowOf(v, r)) w *= factor;
        for (size_t i = static_cast<size_t>(r); i < u.values.size(); i += static_cast<size_t>(rank))
            u.values[i] /= factor;
    }
}

} // namespace

void roundToBytes(TensorMap& tensors) {
    for (auto& [name, tensor] : tensors)
        if (name.ends_with(".v") && isMatrix(name, tensor))
            balance(tensors.at(name.substr(0, name.size() - 1) + "u"), tensor);
    for (auto& [name, tensor] : tensors)
        for (int row = 0; isMatrix(name, tensor) && row < tensor.shape[0]; ++row)
            roundRow(rowOf(tensor, row));
}

} // namespace solus::train
