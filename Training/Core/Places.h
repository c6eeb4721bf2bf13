// Where the rows and columns of a small matrix are in a larger one.
#pragma once

#include <torch/torch.h>
#include <vector>

namespace solus::train {

using Places = std::vector<std::int64_t>; ///< of the old values among the new ones

inline Places run(std::int64_t count, std::int64_t from, std::int64_t step = 1) {
    Places places;
    for (std::int64_t i = 0; i < count; ++i) places.push_back(from + step * i);
    return places;
}

inline void append(Places& places, const Places& more) {
    places.insert(places.end(), more.begin(), more.end());
}

/// The rows of a GRU's matrices: three gates.
inline Places gatePlaces(int from, int to) {
    Places places;
    for (int gate = 0; gate < 3; ++gate) append(places, run(from, gate * to));
    return places;
}

/// Old rows: the old weights at the old columns, 0 at the new ones. New rows stay as they are. The columns are the second
/// dimension.
inline void place(torch::Tensor to, const torch::Tensor& from, const Places& rows, const Places& columns) {
    auto shape = to.sizes().vec();
    shape[0] = from.size(0);
    auto wide = torch::zeros(shape);
    wide.index_copy_(1, torch::tensor(columns), from);
    to.index_copy_(0, torch::tensor(rows), wide);
}

inline void place(torch::Tensor to, const torch::Tensor& from, const Places& rows) {
    to.index_copy_(0, torch::tensor(rows), from);
}

} // namespace solus::train
