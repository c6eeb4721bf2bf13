// The last stage: mixes the cleaned signal and the time-aligned input into the output.
#pragma once

#include "Engine/EngineSettings.h"
#include "Engine/Ramp.h"
#include "Signal/Fifo.h"

#include <vector>

namespace solus {

/// 10^(dB / 20), recomputed only when the value changes.
class DbGain {
public:
    float of(float db) noexcept;

private:
    float db_ = 0.0f, gain_ = 1.0f;
};

/// With w the cleaned signal and d the delayed input:
///   y = gain (mix w + (1 - mix) d);   removed: y = gain (d - w);   bypass: y = d
/// Each switch is a short ramp, the same for all channels, and exact at both ends.
class DryMix {
public:
    /// Allocates. `latency`: of the cleaned signal, in samples.
    DryMix(int channels, int sampleRate, int latency, int maxBlock);

    /// Real-time safe.
    void reset() noexcept;
    /// `in`: the input; `out`: the cleaned signal, replaced by the output. Real-time safe.
    void process(const float* const* in, float* const* out, int count, const EngineSettings&) noexcept;

private:
    /// The mixing coefficients, as set or at one sample of the ramps.
    struct Weights {
        float mix, bypass, removed, gain;

        bool cleanedAlone() const noexcept {
            return mix == 1.0f && bypass == 0.0f && removed == 0.0f && gain == 1.0f;
        }
        float apply(float dry, float cleaned) const noexcept {
            const float kept = mix * cleaned + (1.0f - mix) * dry;
            const float chosen = gain * ((1.0f - removed) * kept + removed * (dry - cleaned));
            return (1.0f - bypass) * chosen + bypass * dry;
        }
    };
    struct Ramps {
        Ramp mix, bypass, removed, gain;

        void prepare(int samples) noexcept;
        void jump(const Weights&) noexcept;
        void setTarget(const Weights&) noexcept;
        bool settled() const noexcept;
        Weights next() noexcept { return {mix.next(), bypass.next(), removed.next(), gain.next()}; }
    };

    int latency_;
    bool fresh_ = true; ///< no earlier value to ramp from
    Ramps ramps_;
    DbGain outputDb_;
    std::vector<Fifo> dry_;
    std::vector<float> dryBlock_;
};

} // namespace solus
