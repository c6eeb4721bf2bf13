// Streams one audio file to the audio thread: a worker decodes and resamples ahead of it.
#pragma once

#include "Files/AudioFileReader.h"
#include "SampleRing.h"
#include "Signal/Resampler.h"

#include <atomic>
#include <functional>
#include <string>
#include <thread>
#include <vector>

namespace solus::live {

/// Made and destroyed by a control thread; pull() is for the audio thread. The constructor reads the first second, so
/// that playback starts with the file's first sample.
class FileStream {
public:
    /// Delivers `channels` (1 or 2) at `sampleRate`. Files of other rates are resampled; mono is the mean of the
    /// file's channels, and a mono file plays on both sides. `report` is called on the worker thread with the reason
    /// if reading ended early. Throws Error.
    FileStream(const std::string& path, int sampleRate, int channels, const std::atomic<bool>& loop,
               std::function<void(const std::string&)> report);
    ~FileStream();

    /// Audio thread: writes `count` samples to each of the `channels` outputs, silence if there are none; returns how
    /// many came from the file.
    int pull(float* const* out, int count) noexcept;

    /// Audio thread: whether pull(count) has all its samples, or the end of the file.
    bool ready(int count) const noexcept {
        return complete_.load(std::memory_order_acquire) || ring_.size() >= count * channels_;
    }

    double seconds() const noexcept { return seconds_; } ///< of the file; 0 if its header does not say
    bool finished() const noexcept { return finished_.load(std::memory_order_relaxed); }
    int underruns() const noexcept { return underruns_.load(std::memory_order_relaxed); }

private:
    void work();
    bool fill(); // control thread at first, then the worker; false at the end
    void convert(const float* interleaved, std::int64_t frames);

    AudioFileReader reader_;
    const int channels_;
    const std::atomic<bool>& loop_;
    double seconds_ = 0.0;
    std::vector<Resampler> resamplers_; // one per channel; none if the rates are equal
    std::vector<float> read_, plane_, resampled_;
    std::vector<float> waiting_; // interleaved; did not fit into the ring yet
    std::size_t waitingFrom_ = 0;
    bool drained_ = false; // the file is read to its end
    SampleRing ring_;
    std::thread worker_;
    std::atomic<bool> stop_{false}, complete_{false}, finished_{false};
    std::atomic<int> underruns_{0};
    std::function<void(const std::string&)> report_;
};

} // namespace solus::live
