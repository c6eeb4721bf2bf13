// Images as the columns of a matrix.
#pragma once

#include "ByHand/Matrix.h"
#include "Data/Images/Images.h"

#include <cmath>
#include <span>
#include <vector>

namespace solus::train {

/// Pixels standardised to mean 0 and deviation 1 over all images measured: x = (pixel - mean) / deviation.
struct PixelScale {
    double mean = 0.0, deviation = 1.0;

    static PixelScale measure(const ImageSet& set) {
        const auto* pixel = set.images.data_ptr<std::uint8_t>();
        const std::int64_t count = set.images.numel();
        std::int64_t sum = 0, squares = 0; // integers: exact in any order
        for (std::int64_t i = 0; i < count; ++i) sum += pixel[i], squares += pixel[i] * pixel[i];
        const double n = static_cast<double>(count), mean = static_cast<double>(sum) / n;
        const double variance = static_cast<double>(squares) / n - mean * mean;
        return {mean, variance > 0.0 ? std::sqrt(variance) : 1.0};
    }
};

/// Some images of a set and their labels; the set must outlive it.
template <class Scalar>
class HandBatch {
public:
    HandBatch(const ImageSet& set, PixelScale scale, int largest)
        : set_(set), scale_(scale), pixels_(set.images[0].numel()), x_(pixels_, largest),
          labels_(static_cast<size_t>(largest)) {}

    /// `indexOf(i)` names image i of the batch.
    template <class IndexOf>
    void fill(int count, const IndexOf& indexOf) {
        count_ = count;
        const auto mean = static_cast<Scalar>(scale_.mean);
        const auto factor = static_cast<Scalar>(1.0 / scale_.deviation);
        const auto* pixel = set_.images.data_ptr<std::uint8_t>();
        const auto* label = set_.labels.data_ptr<std::int64_t>();
        using Bytes = Eigen::Map<const Eigen::Array<std::uint8_t, Eigen::Dynamic, 1>>;
        for (int i = 0; i < count; ++i) {
            const std::int64_t index = indexOf(i);
            x_.col(i) = (Bytes(pixel + index * pixels_, pixels_).template cast<Scalar>() - mean) * factor;
            labels_[static_cast<size_t>(i)] = label[index];
        }
    }

    auto x() const { return x_.leftCols(count_); }
    std::span<const std::int64_t> labels() const { return {labels_.data(), static_cast<size_t>(count_)}; }

private:
    const ImageSet& set_;
    const PixelScale scale_;
    const Eigen::Index pixels_;
    Matrix<Scalar> x_;
    std::vector<std::int64_t> labels_;
    int count_ = 0;
};

} // namespace solus::train
