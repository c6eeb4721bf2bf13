// Draws the bar with single write() calls, so that output of other threads cannot split it.
#include "Base/ProgressBar.h"

#include "Base/System.h"
#include "Base/Text.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <cmath>
#include <csignal>
#include <cstdio>
#ifndef _WIN32
#include <sys/ioctl.h>
#endif

namespace solus {
namespace {

// A signal handler may only touch fixed memory and atomics.
std::atomic<int> barsDrawn{0};

void clearBar() {
    constexpr char erase[] = "\r\033[K";
    if (barsDrawn > 0) [[maybe_unused]]
        const ssize_t written = sys::write(STDERR_FILENO, erase, sizeof erase - 1);
}

#ifdef _WIN32

size_t terminalWidth() {
    const int width = sys::consoleWidth();
    return width > 20 ? static_cast<size_t>(width) : 80;
}

#else

std::array<struct sigaction, 32> before;

extern "C" void clearBarAndPassOn(int signal) {
    const int kept = errno;
    clearBar();
    ::sigaction(signal, &before[static_cast<size_t>(signal)], nullptr);
    ::raise(signal); // delivered when this handler has returned
    errno = kept;
}

size_t terminalWidth() {
    winsize size{};
    return ::ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 20 ? size.ws_col : 80;
}

#endif

void put(const std::string& text) {
    // Ignored: nothing can be done if the terminal is gone.
    [[maybe_unused]] const ssize_t written = sys::write(STDERR_FILENO, text.data(), text.size());
}

/// The first `width` bytes, or fewer so as not to cut a UTF-8 character.
std::string cut(std::string text, size_t width) {
    if (text.size() <= width) return text;
    while (width > 0 && (text[width] & 0xC0) == 0x80) --width;
    return text.substr(0, width);
}

} // namespace

ProgressBar::ProgressBar(std::string label)
    : label_(std::move(label)), terminal_(sys::isatty(STDERR_FILENO) == 1) {}

ProgressBar::~ProgressBar() {
    clear();
}

void ProgressBar::update(double fraction, const std::string& note, double begunAt) {
    if (!terminal_) return;
    const std::scoped_lock lock(mutex_);
    fraction_ = std::clamp(fraction, 0.0, 1.0);
    begunAt_ = begunAt;
    note_ = note;
    const auto now = Clock::now();
    if (now - lastDraw_ < std::chrono::milliseconds(100)) return;
    lastDraw_ = now;
    draw();
}

void ProgressBar::printAbove(const std::function<void()>& print) {
    const std::scoped_lock lock(mutex_);
    const bool again = drawn_;
    erase();
    print();
    if (again) draw();
}

void ProgressBar::printLine(const std::string& line) {
    printAbove([&line] { put(line + '\n'); });
}

void ProgressBar::clear() {
    const std::scoped_lock lock(mutex_);
    erase();
}

void ProgressBar::draw() {
    constexpr int cells = 24;
    const int full = static_cast<int>(fraction_ * cells);
    char percent[8];
    std::snprintf(percent, sizeof percent, "%3d%%", static_cast<int>(fraction_ * 100.0));
    std::string line = label_ + " [" + std::string(static_cast<size_t>(full), '#') +
                       std::string(static_cast<size_t>(cells - full), '.') + "] " + percent;
    // From begunAt = f_0 on: t_left = t_so_far (1 - f) / (f - f_0), once there is enough to estimate from.
    const double elapsed = std::chrono::duration<double>(Clock::now() - start_).count();
    if (fraction_ > begunAt_ && elapsed > 0.5)
        line += "  " + clockTime(std::ceil(elapsed * (1.0 - fraction_) / (fraction_ - begunAt_))) + " left";
    if (!note_.empty()) line += "  " + note_;
    if (!drawn_) ++barsDrawn;
    drawn_ = true;
    put("\r" + cut(std::move(line), terminalWidth() - 1) + "\033[K");
}

void ProgressBar::erase() {
    if (!drawn_) return;
    put("\r\033[K");
    drawn_ = false;
    --barsDrawn;
}

void clearProgressBarOnSignals() {
#ifdef _WIN32
    sys::beforeConsoleEnd(clearBar);
#else
    for (const int signal : {SIGINT, SIGTERM, SIGHUP, SIGQUIT}) {
        struct sigaction& old = before[static_cast<size_t>(signal)];
        ::sigaction(signal, nullptr, &old);
        if (old.sa_handler == SIG_IGN) continue; // nohup, or started in the background
        struct sigaction action {};
        action.sa_handler = clearBarAndPassOn;
        ::sigaction(signal, &action, nullptr);
    }
#endif
}

} // namespace solus
