// A weight matrix in the order in which the kernels read it; made once when a model is loaded, then shared.
#pragma once

#include "Inference/Kernels.h"

#include <cstddef>
#include <memory>
#include <new>
#include <span>

namespace solus {

class PackedMatrix {
public:
    /// `values`: rows x cols, row-major. Kept as halves where bestKernels() likes them and every value is one
    /// exactly: half the memory traffic, the same results.
    PackedMatrix(std::span<const float> values, int rows, int cols);

    int rows() const noexcept { return rows_; }
    int cols() const noexcept { return cols_; }
    MatrixView view() const noexcept { return {data_.get(), rows_, cols_, half_}; }

    /// Values that a packed matrix occupies, padding included.
    static size_t paddedSize(size_t rows, size_t cols) {
        return (rows + tailRows - 1) / tailRows * tailRows * cols;
    }

private:
    struct AlignedDelete {
        void operator()(std::byte* p) const noexcept { ::operator delete[](p, std::align_val_t{64}); }
    };
    int rows_, cols_;
    bool half_;
    std::unique_ptr<std::byte[], AlignedDelete> data_;
};

} // namespace solus
