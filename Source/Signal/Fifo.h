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

    /// The caller sees to it that size() + count <= capacity().
    void push(const float* samples, int count) noexcept {
        int at = (read_ + size_) % capacity();
        for (int i = 0; i < count; ++i) {
            data_[at] = samples[i];
            at = at + 1 == capacity() ? 0 : at + 1;
        }
        size_ += count;
    }
    void pushZeros(int count) noexcept {
        const float zero = 0.0f;
        for (int i = 0; i < count; ++i) push(&zero, 1);
    }
    /// Takes up to `count` samples; returns how many there were.
    int pop(float* samples, int count) noexcept {
        const int taken = std::min(count, size_);
        for (int i = 0; i < taken; ++i) {
            samples[i] = data_[read_];
            read_ = read_ + 1 == capacity() ? 0 : read_ + 1;
        }
        size_ -= taken;
        return taken;
    }

private:
    std::vector<float> data_;
    int read_ = 0, size_ = 0;
};

} // namespace solus
