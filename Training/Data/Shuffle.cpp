// Shuffles the examples of an epoch.
#include "Data/Shuffle.h"

#include "Core/Random.h"

#include <numeric>
#include <utility>

namespace solus::train {

std::int64_t Shuffle::at(std::int64_t position) const {
    if (position < 0) return (position % count_ + count_) % count_;
    const std::lock_guard lock(mutex_);
    if (const std::int64_t epoch = position / count_; epoch != epoch_) {
        epoch_ = epoch;
        order_.resize(static_cast<size_t>(count_));
        std::iota(order_.begin(), order_.end(), std::int64_t{0});
        Random random{seed_, 0x73687566u, static_cast<std::uint64_t>(epoch)};
        for (std::int64_t i = count_ - 1; i > 0; --i) // Fisher-Yates shuffle
            std::swap(order_[static_cast<size_t>(i)], order_[static_cast<size_t>(random.below(i + 1))]);
    }
    return order_[static_cast<size_t>(position % count_)];
}

} // namespace solus::train
