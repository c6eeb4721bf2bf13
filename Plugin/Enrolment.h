// Enrolment from the live input or from a file, on its own worker thread.
#pragma once

#include "Engine/VoiceAnalyser.h"
#include "SampleRing.h"

#include <array>
#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

namespace solus {

struct EnrolmentStatus {
    enum class Phase { idle, recording, reading, done, failed };
    Phase phase = Phase::idle;
    double speechSeconds = 0.0; ///< of speech heard so far
    float level = 0.0f;         ///< recent peak, 0 ... 1
    std::string hint;           ///< "keep talking: 6 s", "too quiet ...", or the reason why it failed
};

class Enrolment {
public:
    /// `learnt` is called on the worker's thread with the new voice.
    Enrolment(std::shared_ptr<const Model> denoiser, std::shared_ptr<const Model> embedder,
              std::function<void(VoicePrint)> learnt);
    ~Enrolment();

    /// Message thread. Ends any enrolment that is running. Recording ends automatically after enoughSeconds of
    /// speech. A name that is not valid for a voice fails at once.
    void record(const std::string& name, double sampleRate);
    void readFile(const std::string& name, const std::string& path);
    /// Ends the recording and keeps the voice if there was at least one second of speech.
    void finish();
    void cancel();
    /// Any thread. The sample rate has changed, so a recording ends as failed. Does not wait.
    void interrupt() noexcept { interrupted_ = true; }

    EnrolmentStatus status() const;

    /// Audio thread: input, at most 512 samples. Real-time safe; does nothing unless recording.
    void push(const float* const* samples, int channels, int count) noexcept;
    bool recording() const noexcept { return recording_.load(std::memory_order_relaxed); }

    static constexpr double enoughSeconds = 10.0;
    static constexpr const char* firstHint = "listening"; ///< until there is audio

private:
    void stopWorker();
    bool mayBeCalled(const std::string& name);
    void recordLoop(const std::string& name, double sampleRate);
    void readLoop(const std::string& name, const std::string& path);
    void conclude(const std::string& name, VoiceAnalyser&);
    void publish(EnrolmentStatus);

    std::shared_ptr<const Model> denoiser_, embedder_;
    std::function<void(VoicePrint)> learnt_;
    std::thread worker_;
    std::atomic<bool> recording_{false}, finish_{false}, cancel_{false}, interrupted_{false};
    BasicSampleRing<1u << 17> ring_;  // interleaved pairs: 1.4 s at 48 kHz, 0.3 s at 192 kHz
    std::array<float, 1024> pairs_{}; // left and right, interleaved; audio thread
    mutable std::mutex mutex_;        // message thread and worker; the audio thread never takes it
    EnrolmentStatus status_;
};

} // namespace solus
