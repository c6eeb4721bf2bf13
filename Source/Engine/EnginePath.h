// One complete path from host input to host output: what a model swap cross-fades.
#pragma once

#include "Base/Planar.h"
#include "Denoise/Denoiser.h"
#include "Engine/DryMix.h"
#include "Engine/EngineSettings.h"
#include "Engine/RateBridge.h"
#include "Signal/Stft.h"
#include "Verify/GateDelay.h"
#include "Verify/VoiceTracker.h"

#include <memory>
#include <optional>
#include <vector>

namespace solus {

/// What the display shows of the last hop.
struct HopMeters {
    float reductionDb = 0.0f; ///< power out against power in, <= 0
    float score = 0.0f;
    Talker talker = Talker::nobody;
};

class EnginePath {
public:
    /// Allocates everything. `embedder` may be null: then there is no score and the gate stays open.
    /// `lookAheadMs` of the gate adds to the latency. Throws Error.
    EnginePath(std::shared_ptr<const Model> denoiser, std::shared_ptr<const Model> embedder, int hostRate,
               int channels, double lookAheadMs = 0.0);

    static constexpr int maxBlock = 256; ///< longest block that process() takes
    static constexpr int maxChannels = 64;

    /// The rate as a whole number. Throws Error if Solus does not work with it, or with so many channels.
    static int checkedRate(double sampleRate, int channels);

    int latency() const noexcept { return bridge_.latency(); }
    void reset() noexcept;

    /// Finite samples within +-8; `in` and `out` must not overlap. Real-time safe.
    void process(const float* const* in, float* const* out, int count, const EngineSettings&,
                 const VoiceSet&) noexcept;

    const HopMeters& meters() const noexcept { return meters_; }
    /// The embedder on the denoised signal, null without one. Listening goes on while the gate is on or this
    /// is kept.
    VoiceTracker* tracker() noexcept { return tracker_ ? &*tracker_ : nullptr; }
    const VoiceTracker* tracker() const noexcept { return tracker_ ? &*tracker_ : nullptr; }
    void alwaysListen(bool on) noexcept { alwaysListen_ = on; }

private:
    void processHop(const EngineSettings&, const VoiceSet&) noexcept;
    void analyse() noexcept;
    void listen(const EngineSettings&, const VoiceSet&) noexcept;
    float certainty() const noexcept;
    void stopListening() noexcept;
    void limitAttenuationTo(float db) noexcept;
    void synthesise() noexcept;
    void gate(const EngineSettings&, const VoiceSet&) noexcept;

    int channels_, hop_;
    Denoiser denoiser_;
    std::optional<VoiceTracker> tracker_;
    GateDelay gate_;
    float gateGain_ = 1.0f; ///< at the end of the last hop
    RateBridge bridge_;
    DryMix dryMix_;
    DbGain amountGain_;
    bool alwaysListen_ = false, listening_ = false;
    HopMeters meters_;

    std::vector<Stft> stfts_;
    std::vector<InverseStft> inverses_, listeners_; // listeners_: the fully denoised signal for the embedder
    Planar hops_;
    std::vector<std::vector<Complex>> spectra_, denoised_; // what came in; denoised, above the filter only
                                                           // for the embedder
    std::vector<const Complex*> spectrumPointers_;
    std::vector<Complex*> denoisedPointers_;
    std::vector<float> power_;
};

} // namespace solus
