// Watches one thread for what an audio thread must not do: allocate, free, lock, sleep, read, write.
#pragma once

#include <string>

namespace toy {

/// While a Watch lives, forbidden calls of this thread are counted. Works by replacing malloc & co., pthread locks and
/// blocking calls in this test program (Tests/Support/RealtimeHook.cpp); not under sanitizers, which do the same.
class RealtimeWatch {
public:
    RealtimeWatch();
    ~RealtimeWatch();
    int violations() const; ///< so far, of this thread
    std::string firstViolation() const;
    static bool available();
};

} // namespace toy
