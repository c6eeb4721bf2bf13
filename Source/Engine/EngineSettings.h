// What a user can set while the engine runs.
#pragma once

#include "Verify/Gate.h"

#include <atomic>

namespace solus {

/// The one default of command line, plugin and figures: at most this much noise is taken away, in dB.
inline constexpr float defaultAmountDb = 30.0f;

struct EngineSettings {
    float amountDb = defaultAmountDb; ///< 0 ... 100; 0 leaves everything as it is
    float mix = 1.0f;                 ///< 0 dry ... 1 wet
    float outputGainDb = 0.0f;
    bool bypass = false;          ///< the delayed input, latency kept
    bool listenToRemoved = false; ///< input minus cleaned
    bool gateOn = false;          ///< only enrolled voices pass
    GateSettings gate;
};

/// Settings on their way to the audio thread: any thread may store, the audio thread loads, nobody waits.
/// Fields travel one by one; each is smoothed where a step would click, so a half-new set does no harm.
class SharedSettings {
public:
    void store(const EngineSettings& s) noexcept {
        amountDb_ = s.amountDb, mix_ = s.mix, outputGainDb_ = s.outputGainDb;
        bypass_ = s.bypass, listenToRemoved_ = s.listenToRemoved, gateOn_ = s.gateOn;
        threshold_ = s.gate.threshold, holdMs_ = s.gate.holdMs, releaseMs_ = s.gate.releaseMs;
        floorDb_ = s.gate.floorDb, openWhileUndecided_ = s.gate.openWhileUndecided;
    }
    EngineSettings load() const noexcept {
        return {amountDb_,
                mix_,
                outputGainDb_,
                bypass_,
                listenToRemoved_,
                gateOn_,
                {threshold_, holdMs_, releaseMs_, floorDb_, openWhileUndecided_}};
    }

private:
    std::atomic<float> amountDb_{defaultAmountDb}, mix_{1.0f}, outputGainDb_{0.0f};
    std::atomic<bool> bypass_{false}, listenToRemoved_{false}, gateOn_{false};
    std::atomic<float> threshold_{0.5f}, holdMs_{200.0f}, releaseMs_{150.0f}, floorDb_{-30.0f};
    std::atomic<bool> openWhileUndecided_{true};
};

} // namespace solus
