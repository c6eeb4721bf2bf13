// Packing of weight matrices for the kernels.
#include "Inference/PackedMatrix.h"

#include "Inference/Half.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <vector>

namespace solus {
namespace {

/// Bytes save memory, not time: widening takes one more instruction. For smaller matrices memory does not matter.
constexpr size_t worthBytes = 8192;

bool isHalf(float value) {
    return std::bit_cast<uint32_t>(halfToFloat(floatToHalf(value))) == std::bit_cast<uint32_t>(value);
}

/// The smallest power of two s with |w| <= 127 s. 0 if the row does not consist of integer multiples of s, or if s
/// would be denormal.
float stepOf(std::span<const float> row) {
    float largest = 0.0f;
    for (float w : row) largest = std::max(largest, std::abs(w));
    if (largest == 0.0f) return 1.0f;
    if (largest < 1e-30f) return 0.0f;
    int exponent = 0;
    const bool isPower = std::frexp(largest / 127.0f, &exponent) == 0.5f;
    const float step = std::ldexp(1.0f, isPower ? exponent - 1 : exponent);
    const auto isWhole = [step](float w) { return w / step == std::nearbyint(w / step); };
    return std::all_of(row.begin(), row.end(), isWhole) ? step : 0.0f;
}

/// One per row, 1 for the padding; none if any row has none, or if it is not worthwhile.
std::vector<float> stepsOf(std::span<const float> values, int rows, int cols) {
    if (values.size() < worthBytes) return {};
    std::vector<float> steps(PackedMatrix::paddedSize(static_cast<size_t>(rows), 1), 1.0f);
    for (int r = 0; r < rows; ++r) {
        steps[r] = stepOf(values.subspan(static_cast<size_t>(r) * cols, cols));
        if (steps[r] == 0.0f) return {};
    }
    return steps;
}

/// `convert` takes a value and its row.
template <class Weight, class Convert>
void pack(std::span<const float> values, int rows, int cols, std::byte* data, Convert convert) {
    auto* out = reinterpret_cast<Weight*>(data);
    for (int row = 0; row < rows;) {
        const int panel = rows - row >= panelRows ? panelRows : tailRows;
        for (int c = 0; c < cols; ++c)
            for (int r = row; r < row + panel; ++r)
                *out++ = r < rows ? convert(values[static_cast<size_t>(r) * cols + c], r) : Weight{0};
        row += panel;
    }
}

} // namespace

PackedMatrix::PackedMatrix(std::span<const float> values, int rows, int cols) : view_{nullptr, rows, cols} {
    const bool widens = bestKernels().widens;
    const std::vector<float> steps = widens ? stepsOf(values, rows, cols) : std::vector<float>{};
    if (!steps.empty())
        view_.packing = Packing::bytes;
    else if (widens && std::all_of(values.begin(), values.end(), isHalf))
        view_.packing = Packing::halves;

    const size_t width = view_.packing == Packing::bytes ? 1 : view_.packing == Packing::halves ? 2 : 4;
    const size_t bytes =
        paddedSize(rows, cols) * width; // a multiple of 8, so that the steps after them are aligned
    const size_t all = std::max<size_t>(bytes + steps.size() * sizeof(float), 64);
    data_.reset(static_cast<std::byte*>(::operator new[](all, std::align_val_t{64})));
    view_.data = data_.get();
    if (view_.packing == Packing::floats)
        pack<float>(values, rows, cols, data_.get(), [](float w, int) { return w; });
    else if (view_.packing == Packing::halves)
        pack<uint16_t>(values, rows, cols, data_.get(), [](float w, int) { return floatToHalf(w); });
    else {
        pack<int8_t>(values, rows, cols, data_.get(),
                     [&](float w, int r) { return static_cast<int8_t>(w / steps[r]); });
        auto* behind = reinterpret_cast<float*>(data_.get() + bytes);
        std::copy(steps.begin(), steps.end(), behind);
        view_.steps = behind;
    }
}

} // namespace solus
