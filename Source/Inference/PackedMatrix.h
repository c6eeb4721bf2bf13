// A weight matrix in the kernels' layout; packed once when a model is loaded, then shared.
#pragma once

#include "Inference/Kernels.h"

#include <cstddef>
#include <memory>
#include <new>
#include <span>

namespace solus {

class PackedMatrix {
public:
    /// `values`: rows x cols, row-major. If bestKernels() widens, they are stored in the smallest type that holds
    /// every value exactly: as bytes, if the matrix is large (8,192 values) and each row consists of integer
    /// multiples (-127 to 127) of one power of two; or as halves. This cuts memory traffic to a quarter or half and
    /// gives the same results, since a power of two changes no rounding.
    PackedMatrix(std::span<const float> values, int rows, int cols);

    int rows() const noexcept { return view_.rows; }
    int cols() const noexcept { return view_.cols; }
    MatrixView view() const noexcept { return view_; }

    /// Values in a packed matrix, padding included.
    static size_t paddedSize(size_t rows, size_t cols) {
        return (rows + tailRows - 1) / tailRows * tailRows * cols;
    }

private:
    struct AlignedDelete {
        void operator()(std::byte* p) const noexcept { ::operator delete[](p, std::align_val_t{64}); }
    };
    MatrixView view_; ///< of data_
    std::unique_ptr<std::byte[], AlignedDelete> data_;
};

} // namespace solus
