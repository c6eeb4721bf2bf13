// A wait-free ring of samples from one thread to another.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <memory>

namespace solus {

/// One writer, one reader. When the ring is full, new samples are dropped (the reader is inactive).
template <std::uint32_t samplesHeld>
class BasicSampleRing {
public:
    static constexpr std::uint32_t capacity = samplesHeld; ///< a power of two
    static_assert((capacity & (capacity - 1)) == 0);

    BasicSampleRing() : data_(std::make_unique<std::array<float, capacity>>()) {}

    /// Writer. Returns how many fit. Real-time safe.
    int push(const float* samples, int count) noexcept {
        const std::uint32_t write = write_.load(std::memory_order_relaxed);
        const std::uint32_t free = capacity - (write - read_.load(std::memory_order_acquire));
        const std::uint32_t taken = count < 0 ? 0 : (static_cast<std::uint32_t>(count) < free ? count : free);
        for (std::uint32_t i = 0; i < taken; ++i) (*data_)[(write + i) % capacity] = samples[i];
        write_.store(write + taken, std::memory_order_release);
        return static_cast<int>(taken);
    }

    /// Reader. Returns how many there were, at most `count`. Real-time safe.
    int pop(float* samples, int count) noexcept {
        const std::uint32_t read = read_.load(std::memory_order_relaxed);
        const std::uint32_t there = write_.load(std::memory_order_acquire) - read;
        const std::uint32_t taken =
            count < 0 ? 0 : (static_cast<std::uint32_t>(count) < there ? count : there);
        for (std::uint32_t i = 0; i < taken; ++i) samples[i] = (*data_)[(read + i) % capacity];
        read_.store(read + taken, std::memory_order_release);
        return static_cast<int>(taken);
    }

    /// Writer: at least this many fit now.
    int free() const noexcept {
        return static_cast<int>(
            capacity - (write_.load(std::memory_order_relaxed) - read_.load(std::memory_order_acquire)));
    }

    /// Reader: at least this many are available now.
    int size() const noexcept {
        return static_cast<int>(write_.load(std::memory_order_acquire) -
                                read_.load(std::memory_order_relaxed));
    }

    /// Reader: discards everything.
    void drop() noexcept { read_.store(write_.load(std::memory_order_acquire), std::memory_order_release); }

private:
    std::unique_ptr<std::array<float, capacity>> data_;
    std::atomic<std::uint32_t> write_{0}, read_{0};
};

using SampleRing = BasicSampleRing<1u << 16>; ///< 1.4 s at 48 kHz, 0.3 s at 192 kHz

} // namespace solus
