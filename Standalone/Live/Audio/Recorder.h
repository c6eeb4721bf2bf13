// Records the cleaned sound to a wav or flac file: the audio thread fills a ring, a worker writes it to disk.
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

    /// The ending of `path` selects wav or flac, 24 bits. Creates the folder. Throws Error or WriteError.
    void start(const std::string& path, double sampleRate, int channels);
    /// Writes the rest and gives the file its name. Throws WriteError, once, if the disk did not take everything: the
    /// recording ends anyway, and what was written is a valid file.
    void stop();

    bool recording() const noexcept { return recording_.load(std::memory_order_relaxed); }
    double seconds() const noexcept;
    /// Of the current recording, or of the last one.
    const std::string& path() const noexcept { return path_; }
    /// Samples lost because the disk was too slow; 0 in a good recording.
    int lost() const noexcept { return lost_.load(std::memory_order_relaxed); }
    /// Why the disk accepts no more, and what was saved where; "" if all is well. Recording has stopped by then.
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
    std::atomic<bool> recording_{false}, stop_{false}, broken_{false};
    std::atomic<std::int64_t> frames_{0};
    std::atomic<int> lost_{0};
    mutable std::mutex mutex_; ///< message thread and worker
    std::string problem_;
};

} // namespace solus::live
