// The clock thread.
#include "ScoreNotifier.h"

namespace solus {

ScoreNotifier::ScoreNotifier() : juce::Thread("Solus score") {
    startThread();
}

ScoreNotifier::~ScoreNotifier() {
    stopThread(-1); // a tick is short; the thread is never killed
}

void ScoreNotifier::add(const void* owner, std::function<void()> tick) {
    const std::lock_guard lock(mutex_);
    ticks_[owner] = std::move(tick);
}

void ScoreNotifier::remove(const void* owner) {
    const std::lock_guard lock(mutex_);
    ticks_.erase(owner);
}

void ScoreNotifier::run() {
    while (!threadShouldExit()) {
        {
            const std::lock_guard lock(mutex_);
            for (const auto& [owner, tick] : ticks_) tick();
        }
        wait(50);
    }
}

} // namespace solus
