// A progress line with the time still to go.
#include "Core/Progress.h"

#include <algorithm>
#include <cstdio>
#include <unistd.h>

namespace solus::train {

Progress::Progress(std::string label) : label_(std::move(label)), terminal_(isatty(STDERR_FILENO) == 1) {}

Progress::~Progress() {
    if (drawn_) std::fputs("\r\033[K", stderr);
}

void Progress::update(double done, double total, const std::string& note, double start) {
    const auto now = Clock::now();
    if (!terminal_ || now - last_ < std::chrono::milliseconds(100)) return;
    last_ = now;
    drawn_ = true;
    const double fraction = std::clamp(done / std::max(total, 1e-9), 0.0, 1.0);
    const double elapsed = std::chrono::duration<double>(now - start_).count();
    const double left = done > start ? elapsed * (total - done) / (done - start) : 0.0;
    const int width = 24, filled = static_cast<int>(fraction * width);
    const std::string bar = std::string(filled, '#') + std::string(width - filled, '.');
    std::fprintf(stderr, "\r\033[K%s [%s] %3.0f %%  %s left  %s", label_.c_str(), bar.c_str(),
                 100.0 * fraction, formatDuration(left).c_str(), note.c_str());
    std::fflush(stderr);
}

void Progress::print(const std::string& line) {
    if (drawn_) std::fputs("\r\033[K", stderr);
    drawn_ = false;
    std::fprintf(stderr, "%s\n", line.c_str());
    std::fflush(stderr);
}

std::string formatDuration(double seconds) {
    const long whole = static_cast<long>(seconds + 0.5);
    char text[48];
    if (whole >= 3600)
        std::snprintf(text, sizeof text, "%ld:%02ld:%02ld", whole / 3600, whole / 60 % 60, whole % 60);
    else
        std::snprintf(text, sizeof text, "%ld:%02ld", whole / 60, whole % 60);
    return text;
}

} // namespace solus::train
