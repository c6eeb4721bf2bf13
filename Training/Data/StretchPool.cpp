// The rolling pool.
#include "Data/StretchPool.h"

#include <algorithm>
#include <utility>

namespace solus::train {

StretchPool::StretchPool(std::uint64_t seed, int size, int period, Make make)
    : seed_(seed), size_(size), period_(period), make_(std::move(make)),
      slots_(std::make_unique<Slot[]>(static_cast<size_t>(size))) {}

std::shared_ptr<const PooledSound> StretchPool::draw(std::int64_t step, Random& random) const {
    const auto i = random.below(size_);
    const std::int64_t generation = (std::max<std::int64_t>(step, 0) + i * period_ / size_) / period_;
    Slot& slot = slots_[static_cast<size_t>(i)];
    const std::lock_guard lock(slot.mutex);
    if (slot.generation != generation) {
        Random own({seed_, static_cast<std::uint64_t>(i), static_cast<std::uint64_t>(generation)});
        slot.sound = std::make_shared<const PooledSound>(make_(own));
        slot.generation = generation;
    }
    return slot.sound;
}

} // namespace solus::train
