// Between a host's rate and the engine's 48 kHz: the resamplers of all channels, the delays, and what they
// add up to.
#pragma once

#include "Base/Planar.h"
#include "Signal/Fifo.h"
#include "Signal/Resampler.h"

#include <optional>
#include <vector>

namespace solus {

/// Keeps exact account of time: output sample n of the host is the processed signal at input time n -
/// latency(), a whole number; the resamplers interpolate at exact positions, so there is no fraction left
/// over.
class RateBridge {
public:
    /// `innerLatency`: samples at 48 kHz until a processed sample is final (the synthesis window);
    /// `hop`: the inner block; `maxBlock`: the longest block given to toInner(). Allocates; throws Error.
    RateBridge(int hostRate, int channels, int hop, int innerLatency, int maxBlock);

    int latency() const noexcept { return latency_; } ///< host samples
    void reset() noexcept;

    /// Host samples of one channel into its inner FIFO.
    void toInner(int channel, const float* host, int count) noexcept;
    /// One hop for every channel, if there is one.
    bool popHop(Planar& hop) noexcept;
    /// The processed hop of one channel; the samples before time 0 are dropped.
    void toHost(int channel, const float* hop) noexcept;
    /// `count` host samples of one channel: always there, by the choice of latency().
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
