// The delay line, with cross-fades between lengths.
#include "Audio/AlignedDelay.h"

#include <algorithm>
#include <bit>

namespace solus::live {

void AlignedDelay::prepare(double sampleRate, double maxSeconds) {
    const auto size = std::bit_ceil(static_cast<unsigned>(sampleRate * maxSeconds) + 2u);
    for (auto& channel : ring_) channel.assign(size, 0.0f);
    mask_ = size - 1, write_ = 0;
    now_ = before_ = fadeLeft_ = 0;
    fadeSamples_ = std::max(1, static_cast<int>(sampleRate * 0.01));
}

void AlignedDelay::process(const std::array<const float*, 2>& in, const std::array<float*, 2>& out, int count,
                           int delay) noexcept {
    delay = std::clamp(delay, 0, static_cast<int>(mask_));
    if (delay != now_ && fadeLeft_ == 0) before_ = now_, now_ = delay, fadeLeft_ = fadeSamples_;
    for (int i = 0; i < count; ++i, ++write_) {
        const float old = static_cast<float>(fadeLeft_) / static_cast<float>(fadeSamples_);
        for (std::size_t c = 0; c < 2; ++c) {
            auto& ring = ring_[c];
            ring[write_ & mask_] = in[c][i];
            const float present = ring[(write_ - static_cast<unsigned>(now_)) & mask_];
            out[c][i] =
                fadeLeft_ == 0
                    ? present
                    : present + old * (ring[(write_ - static_cast<unsigned>(before_)) & mask_] - present);
        }
        if (fadeLeft_ > 0) --fadeLeft_;
    }
}

} // namespace solus::live
