// The order of the training examples: every example once per epoch, in a new order each time.
#pragma once

#include <cstdint>
#include <mutex>
#include <vector>

namespace solus::train {

/// Position p of the run is example order_e[p mod n] of epoch e = p / n; order_e follows from seed and e alone.
class Shuffle {
public:
    Shuffle(std::int64_t count, std::uint64_t seed) : count_(count), seed_(seed) {}

    /// Thread-safe. Positions before 0 (a batch for measuring the normalisation) wrap around.
    std::int64_t at(std::int64_t position) const;

private:
    const std::int64_t count_;
    const std::uint64_t seed_;
    mutable std::mutex mutex_;
    mutable std::int64_t epoch_ = -1;
    mutable std::vector<std::int64_t> order_;
};

} // namespace solus::train
