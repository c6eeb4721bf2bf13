// Packing of weight matrices for the kernels.
#include "Inference/PackedMatrix.h"

#include "Inference/Half.h"

#include <algorithm>
#include <bit>
#include <cstdint>

namespace solus {
namespace {

bool isHalf(float value) {
    return std::bit_cast<uint32_t>(halfToFloat(floatToHalf(value))) == std::bit_cast<uint32_t>(value);
}

template <class Convert, class Weight>
void pack(std::span<const float> values, int rows, int cols, Weight* out, Convert convert) {
    for (int row = 0; row < rows;) {
        const int panel = rows - row >= panelRows ? panelRows : tailRows;
        for (int c = 0; c < cols; ++c)
            for (int r = row; r < row + panel; ++r)
                *out++ = r < rows ? convert(values[static_cast<size_t>(r) * cols + c]) : Weight{0};
        row += panel;
    }
}

} // namespace

PackedMatrix::PackedMatrix(std::span<const float> values, int rows, int cols)
    : rows_(rows), cols_(cols),
      half_(bestKernels().fastHalves && std::all_of(values.begin(), values.end(), isHalf)) {
    const size_t bytes = paddedSize(rows, cols) * (half_ ? sizeof(uint16_t) : sizeof(float));
    data_.reset(static_cast<std::byte*>(::operator new[](std::max<size_t>(bytes, 64), std::align_val_t{64})));
    if (half_)
        pack(values, rows, cols, reinterpret_cast<uint16_t*>(data_.get()), floatToHalf);
    else
        pack(values, rows, cols, reinterpret_cast<float*>(data_.get()), [](float v) { return v; });
}

} // namespace solus
