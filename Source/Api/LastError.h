// The last error as text, kept where no exception may pass.
#pragma once

#include <atomic>
#include <mutex>
#include <string>

namespace solus::api {

/// Any thread. Two errors at the same time: one of them is the last.
class LastError {
public:
    /// Never throws: without memory the text is lost, not the program.
    void set(const char* text) noexcept;
    /// Real-time safe. `text` is never freed.
    void setOnAudioThread(const char* text) noexcept { fromAudioThread_ = text; }
    /// "" if there was none. Valid until this thread calls it again, for whichever error.
    const char* get() noexcept;

private:
    std::mutex mutex_;
    std::string text_;
    std::atomic<const char*> fromAudioThread_{nullptr}; ///< newer than text_
};

/// Of the calling thread, for what belongs to no engine.
LastError& lastErrorOfThread() noexcept;

} // namespace solus::api
