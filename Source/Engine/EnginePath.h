// One complete path from host input to host output. A model swap cross-fades between two of them.
#pragma once

#include "Base/Planar.h"
#include "Engine/DenoiserStage.h"
#include "Engine/DryMix.h"
#include "Engine/EngineSettings.h"
#include "Engine/RateBridge.h"
#include "Signal/Stft.h"
#include "Verify/GateDelay.h"
#include "Verify/VoiceTracker.h"

#include <memory>
#include <optional>
#include <span>
#include <vector>

namespace solus {

/// What the meters show for the last hop.
struct HopMeters {
    float reductionDb = 0.0f; ///< output power relative to input power, <= 0
    float score = 0.0f;
    Talker talker = Talker::nobody;
};

class EnginePath {
public:
    /// Allocates everything. `embedder` may be null: then there is no score and the gate stays open. `isolator` may be
    /// null, see DenoiserStage. The gate's look-ahead, `lookAheadMs`, adds to the latency. Throws Error.
    EnginePath(std::shared_ptr<const Model> denoiser, std::shared_ptr<const Model> isolator,
               std::shared_ptr<const Model> embedder, int hostRate, int channels, double lookAheadMs = 0.0);

    static constexpr int maxBlock = 256; ///< longest block that process() accepts
    static constexpr int maxChannels = 64;

    /// The rate rounded to whole Hz. Throws Error if the rate or the number of channels is not supported.
    static int checkedRate(double sampleRate, int channels);

    int latency() const noexcept { return bridge_.latency(); }
    /// Goes on with what `before` knows of the talkers, whose gate keeps its present talker from here on: for a path
    /// that takes over from another one. Real-time safe.
    void takeTalkersFrom(EnginePath& before) noexcept;
    void reset() noexcept;

    /// Samples must be finite and within +-8; `in` and `out` must not overlap. Real-time safe.
    void process(const float* const* in, float* const* out, int count, const EngineSettings&,
                 const PassingVoices&) noexcept;

    const HopMeters& meters() const noexcept { return meters_; }
    /// The embedder on the denoised signal; null without one. It runs while the gate is on or the score is requested.
    VoiceTracker* tracker() noexcept { return tracker_.get(); }
    const VoiceTracker* tracker() const noexcept { return tracker_.get(); }
    void alwaysListen(bool on) noexcept { alwaysListen_ = on; }

private:
    /// The spectra of all channels at one moment.
    struct Frame {
        Frame(int channels, size_t bins);
        void clear() noexcept;

        std::span<const Complex* const> view() const noexcept { return {pointers.data(), pointers.size()}; }
        std::vector<std::vector<Complex>> spectra;
        std::vector<Complex*> pointers;
        std::vector<float> power; ///< |X|^2, the mean over the channels
    };
    /// The newest, which the networks hear.
    Frame& heard() noexcept { return frames_[newest_]; }
    /// The oldest, which is cleaned now; the same without look-ahead.
    Frame& present() noexcept { return frames_[(newest_ + 1) % frames_.size()]; }
    const Frame& present() const noexcept { return frames_[(newest_ + 1) % frames_.size()]; }
    void processHop(const EngineSettings&, const PassingVoices&) noexcept;
    void analyse() noexcept;
    void denoise(const EngineSettings&, const PassingVoices&) noexcept;
    void listen(const EngineSettings&, const PassingVoices&) noexcept;
    float certainty(std::span<const Complex* const> denoised) const noexcept;
    bool gateActs(const EngineSettings&) const noexcept;
    void stopListening() noexcept;
    void limitAttenuationTo(float db) noexcept;
    void synthesise() noexcept;
    void gate(const EngineSettings&, const PassingVoices&) noexcept;

    int channels_, hop_;
    DenoiserStage denoiser_;
    std::unique_ptr<VoiceTracker> tracker_;
    GateDelay gate_;
    float gateGain_ = 1.0f; ///< at the end of the last hop
    RateBridge bridge_;
    DryMix dryMix_;
    DbGain amountGain_;
    bool alwaysListen_ = false, listening_ = false;
    bool handedOver_ = false; ///< its talkers now belong to another path
    HopMeters meters_;

    std::vector<Stft> stfts_;
    std::vector<InverseStft> inverses_,
        embedderInverses_; // embedderInverses_: the fully denoised signal for the embedder
    Planar hops_;
    std::vector<Frame> frames_; ///< a ring: those of the denoiser's look-ahead, and the present one
    size_t newest_ = 0;
};

} // namespace solus
