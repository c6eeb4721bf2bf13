// A progress bar on one terminal line, with the time left.
#pragma once

#include <chrono>
#include <functional>
#include <mutex>
#include <string>

namespace solus {

/// Writes to stderr, and only if that is a terminal. Thread-safe.
class ProgressBar {
public:
    explicit ProgressBar(std::string label);
    ~ProgressBar();

    /// `fraction` in [0, 1]; `note` is shown at the end of the line. Draws at most ten times a second. `begunAt` is
    /// the fraction that an earlier run had finished; it does not count towards the speed of this run.
    void update(double fraction, const std::string& note = {}, double begunAt = 0.0);
    /// Removes the bar, runs `print`, which may write whole lines to stdout or stderr, and draws the bar again below
    /// them.
    void printAbove(const std::function<void()>& print);
    /// Writes a line to stderr above the bar, whether or not it is a terminal.
    void printLine(const std::string& line);
    /// Removes the bar.
    void clear();

private:
    using Clock = std::chrono::steady_clock;
    void draw();
    void erase();

    std::mutex mutex_;
    std::string label_, note_;
    double fraction_ = 0.0, begunAt_ = 0.0;
    bool terminal_ = false, drawn_ = false;
    Clock::time_point start_ = Clock::now(), lastDraw_{};
};

/// Makes SIGINT and similar signals remove a half-drawn bar before they act as they did before. Call it once, at the
/// start of the program.
void clearProgressBarOnSignals();

} // namespace solus
