// VoiceEngine behind control ports: the common part of LADSPA, the LV2 with control ports, and CLAP.
#pragma once

#include "Engine/Parameters.h"
#include "Engine/VoiceEngine.h"

#include <atomic>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

namespace solus {

/// The values of the ports.
struct PortValues {
    ParameterValues parameters = standardValues(); ///< in the units of the table
    int model = 0, voice = 0;                      ///< numbers as in Engine/Numbers.h
};

/// Any value from a host. Real-time safe.
int numberFromPort(float value) noexcept;
inline constexpr int highestNumber = 99;

/// Receives lines for the user, from any thread but the audio thread. Must not throw.
using SayLine = std::function<void(const char* line)>;
void sayOnStderr(const char* line) noexcept;

/// If the model, voice, look-ahead or split changes while running, its own thread loads the new one, which reaches
/// the audio thread through the engine's exchange. A missing model or voice is one line to `say`; then the default
/// model runs, or everybody passes. The audio never stops.
class PortEngine {
public:
    /// Prepared, with default values. Throws Error if the rate or number of channels is not supported.
    PortEngine(double rate, int channels, SayLine say = sayOnStderr);
    ~PortEngine();
    PortEngine(const PortEngine&) = delete;
    PortEngine& operator=(const PortEngine&) = delete;

    /// Applies all current values at once and clears the signal history. Not real-time; never while run() runs; never
    /// throws.
    void activate(const PortValues&) noexcept;

    /// As VoiceEngine::process(). Real-time.
    void run(const PortValues&, const float* const* in, float* const* out, int frames) noexcept;

    /// Clears the signal history. Real-time; never while run() runs.
    void reset() noexcept { engine_.reset(); }

    /// Whole samples. Real-time.
    int latency() const noexcept { return engine_.latencySamples(); }

private:
    /// For the other thread only.
    struct Slow {
        int model = 0, voice = 0;
        float lookAheadMs = 0.0f;
        bool split = false;
    };

    void ask(const PortValues&) noexcept;
    void work();
    void adopt(const Slow&, bool voiceAnew);
    void adoptModel(int number);
    void adoptVoice(int number);

    double rate_;
    int channels_;
    SayLine say_;
    std::shared_ptr<const Model> embedder_;
    VoiceEngine engine_;

    std::atomic<int> model_{0}, voice_{0};
    std::atomic<float> lookAheadMs_{0.0f};
    std::atomic<bool> split_{false};

    std::mutex mutex_; ///< held by the worker and activate()
    std::condition_variable wake_;
    Slow now_;
    bool stop_ = false;
    std::thread worker_;
};

} // namespace solus
