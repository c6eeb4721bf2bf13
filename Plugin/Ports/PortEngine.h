// VoiceEngine behind control ports: what LADSPA, the plain LV2 and CLAP have in common.
#pragma once

#include "Engine/Parameters.h"
#include "Engine/VoiceEngine.h"

#include <atomic>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

namespace solus {

/// What the ports say.
struct PortValues {
    ParameterValues parameters = standardValues(); ///< in the units of the table
    int model = 0, voice = 0;                      ///< of Engine/Numbers.h
};

/// A value from a host, whatever it is. Real-time safe.
int numberFromPort(float value) noexcept;
inline constexpr int highestNumber = 99;

/// Where a line for the user goes, from any thread but the audio thread. Must not throw.
using SayLine = std::function<void(const char* line)>;
void sayOnStderr(const char* line) noexcept;

/// Models, voices, look-ahead and split that change while it runs are fetched by a thread of its own and
/// reach the audio thread as the engine does it. What cannot be had is one line to `say`: then the default
/// model runs, or everybody passes; sound never stops.
class PortEngine {
public:
    /// Prepared, with default values. Throws Error for a rate or channels that Solus does not take.
    PortEngine(double rate, int channels, SayLine say = sayOnStderr);
    ~PortEngine();
    PortEngine(const PortEngine&) = delete;
    PortEngine& operator=(const PortEngine&) = delete;

    /// Takes everything as it is set, at once, and forgets what was heard. Not real-time, not beside run();
    /// never throws.
    void activate(const PortValues&) noexcept;

    /// As VoiceEngine::process(). Real-time.
    void run(const PortValues&, const float* const* in, float* const* out, int frames) noexcept;

    /// Forgets what was heard. Real-time, not beside run().
    void reset() noexcept { engine_.reset(); }

    /// Whole samples. Real-time.
    int latency() const noexcept { return engine_.latencySamples(); }

private:
    /// What only another thread may change.
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

    std::mutex mutex_; ///< of the worker and activate()
    std::condition_variable wake_;
    Slow now_;
    bool stop_ = false;
    std::thread worker_;
};

} // namespace solus
