// A voice from a recording, heard by a thread of its own while OBS goes on.
#pragma once

#include "Verify/VoicePrint.h"

#include <atomic>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

namespace solus::obs {

/// Hears `file` to its end, as `solus enroll` does, and saves the voice. An empty name is the file's. Throws
/// Error for what cannot be heard, too little speech, or a name that is taken or impossible; nobody's voice
/// is replaced. Returns what was learnt, and adds one line for each fault of the recording to `findings`;
/// ends early, with Error, when `stop` becomes true.
VoicePrint learnVoice(const std::string& file, std::string name, const std::atomic<bool>& stop,
                      std::string& findings);

/// All members may be called by any thread but the learning one.
class Learning {
public:
    /// `told` is called by the learning thread at its end, with the voice's name, or "" where there is none.
    explicit Learning(std::function<void(const std::string& name)> told) : told_(std::move(told)) {}
    /// Waits for the thread, which is asked to stop; then `told` is not called any more.
    ~Learning();

    /// Nothing happens while one is being learnt.
    void start(const std::string& file, const std::string& name);
    /// For the user: what is being learnt, was learnt, or why not. "" at first.
    std::string status() const;

private:
    void run(const std::string& file, const std::string& name);

    std::function<void(const std::string& name)> told_;
    mutable std::mutex mutex_; ///< of the next two
    std::string status_;
    bool running_ = false;
    std::mutex startMutex_;
    std::atomic<bool> stop_{false};
    std::thread thread_;
};

} // namespace solus::obs
