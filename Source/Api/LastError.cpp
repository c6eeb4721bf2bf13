// Keeps one message per engine and per thread.
#include "Api/LastError.h"

namespace solus::api {

void LastError::set(const char* text) noexcept {
    try {
        const std::lock_guard lock(mutex_);
        text_ = text;
        fromAudioThread_ = nullptr;
    } catch (...) {
        fromAudioThread_ = "out of memory";
    }
}

// The caller gets a copy, so that another thread's error cannot change it while it is being read.
const char* LastError::get() noexcept {
    thread_local std::string copy;
    try {
        const std::lock_guard lock(mutex_);
        if (const char* newer = fromAudioThread_.exchange(nullptr)) text_ = newer;
        copy = text_;
        return copy.c_str();
    } catch (...) {
        return "out of memory";
    }
}

LastError& lastErrorOfThread() noexcept {
    thread_local LastError error;
    return error;
}

} // namespace solus::api
