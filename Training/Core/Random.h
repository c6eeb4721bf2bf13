// Random numbers that are the same on every machine and with every compiler: xoshiro256++ seeded by SplitMix64.
#pragma once

#include <cmath>
#include <cstdint>
#include <initializer_list>
#include <numbers>

namespace solus::train {

/// A stream of numbers identified by a list of keys, e.g. {seed, step, item}. The standard library's distributions differ
/// between implementations; these do not, so a run can be repeated anywhere.
class Random {
public:
    explicit Random(std::initializer_list<std::uint64_t> keys) {
        std::uint64_t mixed = 0x9e3779b97f4a7c15u;
        for (std::uint64_t key : keys) mixed = split(mixed ^ split(key));
        for (auto& word : state_) word = split(mixed += 0x9e3779b97f4a7c15u);
    }

    std::uint64_t next() {
        const std::uint64_t result = rotate(state_[0] + state_[3], 23) + state_[0];
        const std::uint64_t shifted = state_[1] << 17;
        state_[2] ^= state_[0];
        state_[3] ^= state_[1];
        state_[1] ^= state_[2];
        state_[0] ^= state_[3];
        state_[2] ^= shifted;
        state_[3] = rotate(state_[3], 45);
        return result;
    }
    /// In [0, 1).
    double uniform() { return static_cast<double>(next() >> 11) * 0x1p-53; }
    double uniform(double low, double high) { return low + (high - low) * uniform(); }
    /// In 0 ... count - 1; count must be positive.
    std::int64_t below(std::int64_t count) {
        return static_cast<std::int64_t>(uniform() * static_cast<double>(count));
    }
    bool chance(double probability) { return uniform() < probability; }
    /// Mean 0, deviation 1 (Box and Muller 1958).
    double gaussian() {
        if (hasSpare_) {
            hasSpare_ = false;
            return spare_;
        }
        const double radius = std::sqrt(-2.0 * std::log(1.0 - uniform()));
        const double angle = 2.0 * std::numbers::pi * uniform();
        spare_ = radius * std::sin(angle);
        hasSpare_ = true;
        return radius * std::cos(angle);
    }

private:
    static std::uint64_t rotate(std::uint64_t value, int bits) {
        return (value << bits) | (value >> (64 - bits));
    }
    static std::uint64_t split(std::uint64_t value) {
        value += 0x9e3779b97f4a7c15u;
        value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9u;
        value = (value ^ (value >> 27)) * 0x94d049bb133111ebu;
        return value ^ (value >> 31);
    }

    std::uint64_t state_[4];
    double spare_ = 0.0;
    bool hasSpare_ = false;
};

} // namespace solus::train
