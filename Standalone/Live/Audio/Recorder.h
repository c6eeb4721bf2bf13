// The cleaned sound into a wav or flac file: the audio thread fills a ring, a worker writes behind it.
#pragma once

#include "Files/AudioFileWriter.h"
#include "SampleRing.h"

#include <atomic>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace solus::live {

/// push() belongs to the audio thread; everything else to the message thread.
class Recorder {
public:
    /// "0:05"
    static std::string minutes(double seconds);

    Recorder() = default;
    ~Recorder();

    /// The ending of `path` chooses wav or flac, 24 bits. Makes the folder. Throws Error or WriteError.
    void start(const std::string& path, double sampleRate, int channels);
    /// Writes what is left and gives the file its name. Throws WriteError, once, if the disk would not take it all: the
    /// recording is over all the same, and what was written is a whole file.
    void stop();

    bool recording() const noexcept { return recording_.load(std::memory_order_relaxed); }
    double seconds() const noexcept;
    /// Of the present recording, or of the last one.
    const std::string& path() const noexcept { return path_; }
    /// Samples that the disk was too slow for; 0 in a good recording.
    int lost() const noexcept { return lost_.load(std::memory_order_relaxed); }
    /// Why the disk takes no more, and what is kept where; "" if it takes all. Recording has stopped by then.
    std::string problem() const;

    /// Audio thread.
    void push(const float* const* samples, int count) noexcept;

private:
    void work();
    void drain();
    void fail(const std::string& reason);

    BasicSampleRing<1u << 20> ring_; ///< interleaved; 10 s of stereo at 48 kHz
    std::unique_ptr<AudioFileWriter> writer_;
    std::thread worker_;
    std::vector<float> block_;
    std::string path_;
    int rate_ = 48000, channels_ = 1;
    std::atomic<bool> recording_{false}, stop_{false};
    std::atomic<std::int64_t> frames_{0};
    std::atomic<int> lost_{0};
    mutable std::mutex mutex_; ///< message thread and worker
    std::string problem_;
};

} // namespace solus::live
