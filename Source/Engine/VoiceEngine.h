// Solus' engine: the one object that every host calls.
#pragma once

#include "Base/RealTime.h"
#include "Engine/ChannelPaths.h"
#include "Engine/EngineSettings.h"
#include "Engine/Exchange.h"
#include "Engine/PassingVoices.h"
#include "Verify/VoicePrint.h"

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <vector>

namespace solus {

/// Call prepare() before process(). Each function states where it may be called:
///   [audio thread]   the thread of process(), or any other while process() is not running; never waits
///   [any thread]     at any time; never waits
///   [control thread] any thread but the audio thread, at any time; may allocate and wait for other control threads
///   [stopped]        never while process() or reset() runs
class VoiceEngine {
public:
    /// `embedder` may be null: no score, no gate. `isolator`, of this embedder's voices, may be null too: then there is
    /// the gate in its place. Throws Error. [control thread]
    explicit VoiceEngine(std::shared_ptr<const Model> denoiser,
                         std::shared_ptr<const Model> embedder = nullptr,
                         std::shared_ptr<const Model> isolator = nullptr);
    ~VoiceEngine();

    /// Sizes all memory for a host rate (8 000 ... 192 000 Hz, rounded to whole Hz) and 1 ... 64 channels.
    /// Throws Error. [stopped]
    void prepare(double sampleRate, int channels);
    /// Clears all signal history; settings and voices stay. A new model that is still fading in takes over at once.
    /// [audio thread]
    void reset() noexcept SOLUS_REALTIME;

    /// Any number of samples per channel; `in` and `out` may be the same buffers. Non-finite input counts as 0, |x|
    /// is limited to 8. Output n is the processed input n - latencySamples(). [audio thread]
    void process(const float* const* in, float* const* out, int numSamples) noexcept SOLUS_REALTIME;

    /// In whole samples at the host's rate. Changes once a model of different latency has faded in. [any thread]
    int latencySamples() const noexcept SOLUS_REALTIME { return latency_.load(std::memory_order_relaxed); }

    /// [any thread]
    void setSettings(const EngineSettings& s) noexcept SOLUS_REALTIME { settings_.store(s); }
    EngineSettings settings() const noexcept SOLUS_REALTIME { return settings_.load(); }

    /// Builds a second path, warms it up alongside the first and cross-fades. If the model is bad, throws Error and
    /// the old one keeps playing. [control thread]
    void setDenoiser(std::shared_ptr<const Model> denoiser);
    std::shared_ptr<const Model> denoiser() const;

    /// Look-ahead of the gate, 0 ... 1000 ms (clamped). The gate decides on audio that is still to come, and the
    /// latency grows by the look-ahead. Changed by a cross-fade, as a model is. Throws Error. [control thread]
    void setLookAhead(double ms);

    /// Processes each channel separately, instead of with one mask and one gate for all (see ChannelPaths). Changed
    /// by a cross-fade, as a model is. Throws Error. [control thread]
    void setSplit(bool split);
    bool isSplit() const;

    /// The voices that may pass. Throws Error if one was enrolled with another embedder; then the old set stays.
    /// [control thread]
    void setVoices(const std::vector<VoicePrint>& voices);

    /// Keeps the speaker score running while the gate is off, for a display. [any thread]
    void alwaysListen(bool on) noexcept SOLUS_REALTIME { alwaysListen_ = on; }
    /// After the last block. [any thread]
    float speakerScore() const noexcept SOLUS_REALTIME { return score_.load(std::memory_order_relaxed); }
    Talker talker() const noexcept SOLUS_REALTIME { return talker_.load(std::memory_order_relaxed); }
    float noiseReductionDb() const noexcept SOLUS_REALTIME {
        return reductionDb_.load(std::memory_order_relaxed);
    }

    static constexpr int maxChannels = EnginePath::maxChannels;

private:
    void processSlice(const float* const* in, float* const* out, int offset, int count) noexcept;
    void takeOffers() noexcept;
    void crossfade(int count) noexcept;
    void replacePath() noexcept;
    void publishMeters() noexcept;
    std::unique_ptr<ChannelPaths> makePaths(std::shared_ptr<const Model> denoiser) const;
    /// Sets a member that makePaths() reads, and plays on through new paths. If they cannot be made, nothing changes.
    /// control_ is locked.
    template <typename Value>
    void change(Value& member, Value value);

    mutable std::mutex control_; // serialises control threads; the audio thread never takes it
    std::shared_ptr<const Model> denoiser_, embedder_, isolator_;
    std::uint32_t voiceSetsMade_ = 0;
    double lookAheadMs_ = 0.0;
    bool split_ = false;
    int hostRate_ = 0, channels_ = 0, fadeSamples_ = 1;

    SharedSettings settings_;
    Exchange<ChannelPaths> paths_;
    Exchange<const PassingVoices> voiceSets_;
    std::atomic<int> latency_{0};
    std::atomic<bool> alwaysListen_{false};
    std::atomic<float> score_{0.0f}, reductionDb_{0.0f};
    std::atomic<Talker> talker_{Talker::nobody};

    // Audio thread only:
    std::unique_ptr<ChannelPaths> path_, next_;
    std::unique_ptr<const PassingVoices> voices_;
    int warmLeft_ = 0, fadeLeft_ = 0;
    Planar input_, output_, nextOutput_;
};

} // namespace solus
