// Errors go to OBS's log as one line, and playback continues.
#pragma once

#include <exception>
#include <util/base.h>

namespace solus::obs {

template <class Action>
void attempt(const char* who, Action&& action) noexcept {
    try {
        action();
    } catch (const std::exception& e) {
        blog(LOG_WARNING, "[solus] %s: %s", who, e.what());
    } catch (...) {
        blog(LOG_WARNING, "[solus] %s: unknown error", who);
    }
}

} // namespace solus::obs
