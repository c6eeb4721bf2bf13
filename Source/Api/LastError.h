// The last error message, stored where no exception may pass.
#pragma once

#include <atomic>
#include <mutex>
#include <string>

namespace solus::api {

/// Any thread. If two errors occur at the same time, either one may be kept.
class LastError {
public:
    /// Never throws. If there is no memory, the message is lost.
    void set(const char* text) noexcept;
    /// Real-time safe. `text` is never freed.
    void setOnAudioThread(const char* text) noexcept { fromAudioThread_ = text; }
    /// "" if there was none. Valid until this thread calls get() again on any LastError.
    const char* get() noexcept;

private:
    std::mutex mutex_;
    std::string text_;
    std::atomic<const char*> fromAudioThread_{nullptr}; ///< set later than text_
};

/// The calling thread's last error that belongs to no engine.
LastError& lastErrorOfThread() noexcept;

} // namespace solus::api
