// "Hear myself": records five seconds, then plays them unprocessed and cleaned.
#pragma once

#include <atomic>
#include <vector>

namespace solus::live {

/// The microphone is muted during playback, so there is no feedback.
class HearMyself {
public:
    enum class Phase { idle, recording, before, after };
    static constexpr double takeSeconds = 5.0, pauseSeconds = 0.4;

    /// Not while audio runs. Allocates; ends any recording or playback.
    void prepare(double sampleRate);

    /// Message thread: starts recording, or stops recording or playback.
    void start() noexcept { wish_ = Wish::start; }
    void stop() noexcept { wish_ = Wish::stop; }
    Phase phase() const noexcept { return shown_.load(std::memory_order_relaxed); }
    /// Progress of the phase, 0 ... 1.
    float progress() const noexcept { return progress_.load(std::memory_order_relaxed); }

    /// Audio thread: the input, delayed by the engine's latency, and the cleaned sound, both mono. During playback,
    /// fills `play` and returns true.
    bool process(const float* before, const float* after, float* play, int count) noexcept;

private:
    enum class Wish { none, start, stop };
    void enter(Phase) noexcept;
    float sampleToPlay() const noexcept;

    std::atomic<Wish> wish_{Wish::none};
    std::atomic<Phase> shown_{Phase::idle};
    std::atomic<float> progress_{0.0f};
    std::vector<float> before_, after_;
    Phase phase_ = Phase::idle; // audio thread
    int at_ = 0, take_ = 0, pause_ = 0, fade_ = 1;
};

} // namespace solus::live
