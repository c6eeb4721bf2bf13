// Measures the round trip from the output back to the input, through a cable or the air.
#pragma once

#include <atomic>
#include <optional>
#include <string>
#include <vector>

namespace solus::live {

/// Plays a click on all outputs, records for a second, and finds the click in the input.
class LoopbackProbe {
public:
    static constexpr double clickSeconds = 0.005, listenSeconds = 1.0;

    /// Not while audio runs. Allocates; clears the measurement.
    void prepare(double sampleRate);

    /// Message thread.
    void start() noexcept { wish_ = true; }
    /// True from start() until evaluate() has data.
    bool running() const noexcept { return wish_ || running_; }
    /// True once after each measurement, when evaluate() has data.
    bool takeFinished() noexcept { return finished_.exchange(false); }
    /// Samples from output to input; none if the click did not come back. Not during a measurement.
    std::optional<int> evaluate() const;

    /// Audio thread: during a measurement, fills `out` with the click and returns true.
    bool process(const float* in, float* out, int count) noexcept;

private:
    std::atomic<bool> wish_{false}, running_{false}, finished_{false};
    std::vector<float> click_, heard_;
    std::size_t at_ = 0; // audio thread
};

} // namespace solus::live
