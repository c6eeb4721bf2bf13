// Sends the speaker score to the host: a parameter that changes without being edited.
#pragma once

#include <functional>
#include <juce_audio_processors/juce_audio_processors.h>
#include <map>
#include <mutex>

namespace solus {

/// One thread for all instances in a process. A parameter that changes on the message thread is an edit for JUCE's
/// VST3 wrapper (performEdit: the project counts as modified, and the host's undo history fills up). From any other
/// thread its value goes to the host with the next block, as an output parameter change. The audio thread itself
/// cannot do it, since JUCE takes a lock.
class ScoreNotifier final : private juce::Thread {
public:
    ScoreNotifier();
    ~ScoreNotifier() override;

    /// Calls `tick` twenty times per second, until remove() has returned. `owner` is its key.
    void add(const void* owner, std::function<void()> tick);
    void remove(const void* owner);

private:
    void run() override;

    std::mutex mutex_; ///< held by control threads and this one
    std::map<const void*, std::function<void()>> ticks_;
};

} // namespace solus
