// Converts between the host's rate and the engine's 48 kHz: the resamplers of all channels, and their total delay.
#pragma once

#include "Base/Planar.h"
#include "Signal/Fifo.h"
#include "Signal/Resampler.h"

#include <optional>
#include <vector>

namespace solus {

/// Timing is exact: output sample n of the host is the processed signal at input time n - latency(), and latency() is
/// a whole number. The resamplers interpolate at exact positions, so no fractional delay remains.
class RateBridge {
public:
    /// `innerLatency`: samples at 48 kHz until a processed sample is final (the synthesis window). `hop`: the inner
    /// block. `maxBlock`: the longest block passed to toInner(). Allocates; throws Error.
    RateBridge(int hostRate, int channels, int hop, int innerLatency, int maxBlock);

    int latency() const noexcept { return latency_; } ///< host samples
    void reset() noexcept;

    /// Pushes one channel's host samples into its inner FIFO.
    void toInner(int channel, const float* host, int count) noexcept;
    /// Pops one hop of every channel, if there is one.
    bool popHop(Planar& hop) noexcept;
    /// Pushes one channel's processed hop. Samples before time 0 are dropped.
    void toHost(int channel, const float* hop) noexcept;
    /// Pops `count` host samples of one channel. latency() guarantees that they are available.
    void popHost(int channel, float* host, int count) noexcept;

private:
    struct Channel {
        std::optional<Resampler> up, down; // to 48 kHz and back; absent at 48 kHz
        Fifo inner, host;
        int dropLeft = 0;
    };
    int hop_, drop_, latency_;
    std::vector<Channel> channels_;
    std::vector<float> scratchIn_, scratchOut_;
};

} // namespace solus
