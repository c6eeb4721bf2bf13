// A file instead of the microphone: open, play, pause, loop.
#pragma once

#include "Audio/FileStream.h"
#include "Engine/Exchange.h"
#include "Engine/Ramp.h"

#include <atomic>
#include <memory>
#include <mutex>
#include <string>

namespace solus::live {

/// pull() belongs to the audio thread; everything else to the message thread.
class FilePlayer {
public:
    /// Not while audio runs. Sets the format of pull(), and rewinds the file.
    void prepare(double sampleRate, int channels);

    /// Throws Error if this is not an audio file; then the previous file keeps playing. Starts at the file's first
    /// sample.
    void open(const std::string& path);
    void close();
    /// Playing a file that has ended starts it again.
    void setPlaying(bool);
    void setLoop(bool on) noexcept { loop_ = on; }

    bool loop() const noexcept { return loop_; }
    bool playing() const noexcept { return playing_; }
    /// Path of the open file, "" if none.
    const std::string& path() const noexcept { return path_; }
    double seconds() const noexcept;
    double position() const noexcept; ///< seconds played, in the current pass of a loop
    bool finished() const noexcept { return finished_.load(std::memory_order_relaxed); }
    int underruns() const noexcept { return underruns_.load(std::memory_order_relaxed); }
    /// Why the file ended early; "" if it did not.
    std::string problem() const;

    /// Audio thread: `channels` outputs as prepared; silence while nothing is playing.
    void pull(float* const* out, int count) noexcept;
    /// Audio thread: whether pull(count) has all its samples without waiting for the reader.
    bool ready(int count) const noexcept {
        return slot_ == nullptr || slot_->stream == nullptr || slot_->stream->ready(count);
    }

private:
    /// A wrapper for a stream, so that "no file" can be handed over too.
    struct Slot {
        std::unique_ptr<FileStream> stream;
    };
    void handOver(const std::string& path);
    void fail(const std::string& why);

    std::string path_;
    int rate_ = 48000, channels_ = 1;
    double seconds_ = 0.0;
    std::atomic<bool> loop_{false}, playing_{false}, finished_{false};
    std::atomic<int> underruns_{0};
    std::atomic<std::int64_t> played_{0};
    mutable std::mutex mutex_; ///< message thread and the stream's worker
    std::string problem_;
    Exchange<Slot> slots_;

    // Audio thread only, or control thread while audio is stopped:
    std::unique_ptr<Slot> slot_;
    Ramp fade_; ///< 5 ms, so that pausing does not click
};

} // namespace solus::live
