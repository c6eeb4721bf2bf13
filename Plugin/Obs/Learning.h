// Enrols a voice from a recording, on its own thread while OBS continues.
#pragma once

#include "Verify/VoicePrint.h"

#include <atomic>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

namespace solus::obs {

/// Analyses `file` to its end, as `solus enroll` does, and saves the voice. An empty name means the file's name.
/// Throws Error if the file cannot be read, if there is too little speech, or if the name is taken or invalid; never
/// replaces a voice. Returns the voice, and in `findings` the warnings about the recording, joined by "; ". Ends
/// early with Error when `stop` becomes true.
VoicePrint learnVoice(const std::string& file, std::string name, const std::atomic<bool>& stop,
                      std::string& findings);

/// All members may be called from any thread but the learning one.
class Learning {
public:
    /// `told` is called on the learning thread at its end, with the voice's name, or "" if it failed.
    explicit Learning(std::function<void(const std::string& name)> told) : told_(std::move(told)) {}
    /// Asks the thread to stop and waits for it; `told` is not called after that.
    ~Learning();

    /// Does nothing while an enrolment is running.
    void start(const std::string& file, const std::string& name);
    /// For the user: the enrolment in progress, its result, or its error. "" at first.
    std::string status() const;

private:
    void run(const std::string& file, const std::string& name);

    std::function<void(const std::string& name)> told_;
    mutable std::mutex mutex_; ///< protects the next two
    std::string status_;
    bool running_ = false;
    std::mutex startMutex_;
    std::atomic<bool> stop_{false};
    std::thread thread_;
};

} // namespace solus::obs
