// One path for all channels, or one path per channel.
#pragma once

#include "Engine/EnginePath.h"

#include <memory>
#include <vector>

namespace solus {

/// Together, all channels share one mask and one gate, which preserves the stereo image. Split, each channel has its
/// own denoiser, speaker score and gate, at the cost of one path per channel: for two talkers panned left and right,
/// and for surround sound with the voice in the centre.
class ChannelPaths {
public:
    /// As for EnginePath. Allocates; throws Error.
    ChannelPaths(std::shared_ptr<const Model> denoiser, std::shared_ptr<const Model> isolator,
                 std::shared_ptr<const Model> embedder, int hostRate, int channels, double lookAheadMs,
                 bool split);

    int latency() const noexcept { return paths_.front()->latency(); }
    void reset() noexcept;
    /// As for EnginePath, if both split the channels alike.
    void takeTalkersFrom(ChannelPaths& before) noexcept;
    void process(const float* const* in, float* const* out, int count, const EngineSettings&,
                 const PassingVoices&) noexcept;
    void alwaysListen(bool on) noexcept;
    /// Over all paths: the mean reduction, the best score, and the talker closest to enrolled.
    HopMeters meters() const noexcept;

private:
    std::vector<std::unique_ptr<EnginePath>> paths_;
};

} // namespace solus
