// Detects what an audio thread must not do: allocate, free, lock, sleep, read, write.
#pragma once

#include <string>

namespace toy {

/// While a Watch exists, forbidden calls on this thread are counted. Works by replacing malloc etc., pthread locks
/// and blocking calls in this test program (Tests/Support/RealtimeHook.cpp); not under sanitizers, which replace them
/// too.
class RealtimeWatch {
public:
    RealtimeWatch();
    ~RealtimeWatch();
    int violations() const; ///< so far, on this thread
    std::string firstViolation() const;
    static bool available();
};

} // namespace toy
