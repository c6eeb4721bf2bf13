// The clock thread.
#include "ScoreClock.h"

namespace solus {

ScoreClock::ScoreClock() : juce::Thread("Solus score") {
    startThread();
}

ScoreClock::~ScoreClock() {
    stopThread(-1); // a tick is short; the thread is never killed
}

void ScoreClock::add(const void* owner, std::function<void()> tick) {
    const std::lock_guard lock(mutex_);
    ticks_[owner] = std::move(tick);
}

void ScoreClock::remove(const void* owner) {
    const std::lock_guard lock(mutex_);
    ticks_.erase(owner);
}

void ScoreClock::run() {
    while (!threadShouldExit()) {
        {
            const std::lock_guard lock(mutex_);
            for (const auto& [owner, tick] : ticks_) tick();
        }
        wait(50);
    }
}

} // namespace solus
