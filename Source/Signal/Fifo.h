// A ring of samples with a fixed capacity. One thread; real-time safe after construction.
#pragma once

#include <algorithm>
#include <vector>

namespace solus {

class Fifo {
public:
    explicit Fifo(int capacity) : data_(static_cast<size_t>(capacity), 0.0f) {}

    int capacity() const noexcept { return static_cast<int>(data_.size()); }
    int size() const noexcept { return size_; }

    void clear() noexcept { read_ = size_ = 0; }

    /// The caller ensures that size() + count <= capacity().
    void push(const float* samples, int count) noexcept {
        const int end = read_ + size_, at = end < capacity() ? end : end - capacity();
        const int first = std::min(count, capacity() - at);
        std::copy_n(samples, first, data_.data() + at);
        std::copy_n(samples + first, count - first, data_.data());
        size_ += count;
    }
    void pushZeros(int count) noexcept {
        const float zero = 0.0f;
        for (int i = 0; i < count; ++i) push(&zero, 1);
    }
    /// Removes up to `count` samples; returns how many there were.
    int pop(float* samples, int count) noexcept {
        const int taken = std::min(count, size_);
        const int first = std::min(taken, capacity() - read_);
        std::copy_n(data_.data() + read_, first, samples);
        std::copy_n(data_.data(), taken - first, samples + first);
        skip(taken);
        return taken;
    }
    /// As pop(), but discards the samples.
    void skip(int count) noexcept {
        const int taken = std::min(count, size_), end = read_ + taken;
        read_ = end < capacity() ? end : end - capacity();
        size_ -= taken;
    }

private:
    std::vector<float> data_;
    int read_ = 0, size_ = 0;
};

} // namespace solus
