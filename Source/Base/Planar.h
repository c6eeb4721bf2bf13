// One buffer per channel, and the arrays of pointers that audio interfaces want.
#pragma once

#include <cstddef>
#include <vector>

namespace solus {

class Planar {
public:
    Planar() = default;
    Planar(int channels, int maxFrames);
    Planar(const Planar&) = delete; // the copied pointers would point into the original
    Planar& operator=(const Planar&) = delete;
    Planar(Planar&&) = default;
    Planar& operator=(Planar&&) = default;

    /// For files, whose samples are interleaved.
    void fromInterleaved(const float* interleaved, int frames);
    void toInterleaved(float* interleaved, int offset, int frames) const;
    void clear();

    float* operator[](int channel) noexcept { return writePointers_[static_cast<std::size_t>(channel)]; }
    const float* operator[](int channel) const noexcept {
        return readPointers_[static_cast<std::size_t>(channel)];
    }
    const float* const* read() const noexcept { return readPointers_.data(); }
    float* const* write() noexcept { return writePointers_.data(); }

private:
    std::vector<std::vector<float>> channels_;
    std::vector<const float*> readPointers_;
    std::vector<float*> writePointers_;
};

} // namespace solus
