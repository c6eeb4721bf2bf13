// One line on the terminal: how far, how long still.
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

    /// `fraction` in [0, 1]; `note` is shown at the end of the line. Draws at most ten times a second. What an earlier
    /// run had done already, `begunAt`, says nothing about the speed of this one.
    void update(double fraction, const std::string& note = {}, double begunAt = 0.0);
    /// Takes the bar away, runs `print`, which may write whole lines to stdout or stderr, and draws the bar
    /// below them.
    void printAbove(const std::function<void()>& print);
    /// A line on stderr, terminal or not, above the bar.
    void printLine(const std::string& line);
    /// Takes the bar away.
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

/// Ctrl-C and its like take a half-drawn bar away, then do what they did before this call. Call it once, at the
/// start of the program.
void clearProgressBarOnSignals();

} // namespace solus
