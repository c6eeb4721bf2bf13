// One path for all channels, or one for each.
#pragma once

#include "Engine/EnginePath.h"

#include <memory>
#include <vector>

namespace solus {

/// Together, all channels get one mask and one gate: what is between them stays where it is. Split, each channel is
/// cleaned, listened to and gated for itself, at the cost of a path each: for talkers with a side each, and for
/// surround sound whose voice is in the centre.
class ChannelPaths {
public:
    /// As EnginePath. Allocates; throws Error.
    ChannelPaths(std::shared_ptr<const Model> denoiser, std::shared_ptr<const Model> embedder, int hostRate,
                 int channels, double lookAheadMs, bool split);

    int latency() const noexcept { return paths_.front()->latency(); }
    void reset() noexcept;
    void process(const float* const* in, float* const* out, int count, const EngineSettings&,
                 const VoiceSet&) noexcept;
    void alwaysListen(bool on) noexcept;
    /// Of all: the mean reduction, the best score, and whoever the gate would rather open for.
    HopMeters meters() const noexcept;

private:
    std::vector<std::unique_ptr<EnginePath>> paths_;
};

} // namespace solus
