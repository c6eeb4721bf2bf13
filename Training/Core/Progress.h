// A progress line with the time still to go, drawn on stderr only when that is a terminal.
#pragma once

#include <chrono>
#include <string>

namespace solus::train {

class Progress {
public:
    explicit Progress(std::string label);
    ~Progress();

    /// Work done so far, of `total`; work that an earlier run had done is no measure of speed: pass it as
    /// `start`.
    void update(double done, double total, const std::string& note = {}, double start = 0.0);
    /// A line of its own, on a terminal or not.
    void print(const std::string& line);

private:
    using Clock = std::chrono::steady_clock;
    std::string label_;
    bool terminal_;
    bool drawn_ = false;
    Clock::time_point start_ = Clock::now(), last_{};
};

/// 75 -> "1:15", 3700 -> "1:01:40".
std::string formatDuration(double seconds);

} // namespace solus::train
