// Delays the input by the latency of Solus, so that before and after can be compared sample by sample.
#pragma once

#include <array>
#include <vector>

namespace solus::live {

/// A delay line of up to two channels whose length follows the engine's latency; changes are cross-faded over 10 ms.
class AlignedDelay {
public:
    /// Not while audio runs. The maximum delay is `maxSeconds`; longer ones are limited to it.
    void prepare(double sampleRate, double maxSeconds);

    /// Audio thread. `in` and `out` may be the same buffers; both have two channels.
    void process(const std::array<const float*, 2>& in, const std::array<float*, 2>& out, int count,
                 int delay) noexcept;

private:
    std::array<std::vector<float>, 2> ring_; ///< a power of two long
    unsigned mask_ = 0, write_ = 0;
    int now_ = 0, before_ = 0; ///< delays in samples: the current one and the one that is fading out
    int fadeLeft_ = 0, fadeSamples_ = 1;
};

} // namespace solus::live
