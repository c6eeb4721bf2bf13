// Interleaving and deinterleaving.
#include "Base/Planar.h"

#include <algorithm>

namespace solus {

Planar::Planar(int channels, int maxFrames) : channels_(channels, std::vector<float>(maxFrames)) {
    for (auto& channel : channels_) {
        readPointers_.push_back(channel.data());
        writePointers_.push_back(channel.data());
    }
}

void Planar::fromInterleaved(const float* interleaved, int frames) {
    const size_t count = channels_.size();
    for (size_t c = 0; c < count; ++c)
        for (int n = 0; n < frames; ++n) channels_[c][n] = interleaved[n * count + c];
}

void Planar::toInterleaved(float* interleaved, int offset, int frames) const {
    const size_t count = channels_.size();
    for (size_t c = 0; c < count; ++c)
        for (int n = 0; n < frames; ++n) interleaved[n * count + c] = channels_[c][offset + n];
}

void Planar::clear() {
    for (auto& channel : channels_) std::fill(channel.begin(), channel.end(), 0.0f);
}

} // namespace solus
