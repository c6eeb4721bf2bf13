// Measures how long sound takes from the output back to the input, through a cable or the air.
#pragma once

#include <atomic>
#include <optional>
#include <string>
#include <vector>

namespace solus::live {

/// Sends a click out of all outputs, listens for a second, and finds the click in what comes in.
class LoopbackProbe {
public:
    static constexpr double clickSeconds = 0.005, listenSeconds = 1.0;

    /// Audio must not run. Allocates; forgets what was measured.
    void prepare(double sampleRate);

    /// Message thread.
    void start() noexcept { wish_ = true; }
    /// True from start() until there is something to evaluate().
    bool running() const noexcept { return wish_ || running_; }
    /// True once after each measurement: then evaluate() has something to look at.
    bool takeFinished() noexcept { return finished_.exchange(false); }
    /// Samples from output to input; nothing if the click did not come back. Not beside a running
    /// measurement.
    std::optional<int> evaluate() const;

    /// Audio thread: while it measures, fills `out` with the click and returns true.
    bool process(const float* in, float* out, int count) noexcept;

private:
    std::atomic<bool> wish_{false}, running_{false}, finished_{false};
    std::vector<float> click_, heard_;
    std::size_t at_ = 0; // audio thread
};

} // namespace solus::live
