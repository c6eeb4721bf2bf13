// Stops training when the user or the system asks for it.
#include "Core/Trainer.h"

#include <atomic>
#include <csignal>

namespace solus::train {

namespace {

std::atomic<bool> stopFlag{false};

} // namespace

void stopOnSignals() {
    struct sigaction action {};
    action.sa_handler = [](int) { stopFlag = true; };
    // A second signal ends the program at once.
    action.sa_flags = static_cast<int>(SA_RESETHAND);
    sigaction(SIGINT, &action, nullptr);
    sigaction(SIGTERM, &action, nullptr);
}

bool stopRequested() {
    return stopFlag;
}
void requestStop(bool stop) {
    stopFlag = stop;
}

} // namespace solus::train
