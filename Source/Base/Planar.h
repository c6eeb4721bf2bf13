// Between files, whose samples are interleaved, and the engine, which wants one buffer a channel.
#pragma once

#include <vector>

namespace solus {

class Planar {
public:
    Planar(int channels, int maxFrames);

    void fromInterleaved(const float* interleaved, int frames);
    void toInterleaved(float* interleaved, int offset, int frames) const;
    void clear();

    const float* const* read() const { return readPointers_.data(); }
    float* const* write() { return writePointers_.data(); }

private:
    std::vector<std::vector<float>> channels_;
    std::vector<const float*> readPointers_;
    std::vector<float*> writePointers_;
};

} // namespace solus
