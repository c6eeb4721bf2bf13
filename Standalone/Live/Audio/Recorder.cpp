// Recording to disk.
#include "Audio/Recorder.h"

#include "Base/Error.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <filesystem>

namespace solus::live {

Recorder::~Recorder() {
    try {
        stop();
    } catch (const std::exception&) {
        // The disk is full: what was written is kept.
    }
}

void Recorder::start(const std::string& path, double sampleRate, int channels) {
    try {
        stop();
    } catch (const WriteError&) {
        // From the previous recording; problem() has told its owner.
    }
    std::error_code ignored;
    const auto folder = std::filesystem::path(path).parent_path();
    if (!folder.empty()) std::filesystem::create_directories(folder, ignored);
    AudioInfo info;
    info.sampleRate = static_cast<int>(std::lround(sampleRate));
    info.channels = channels;
    info.format = SampleFormat::pcm24;
    writer_ = std::make_unique<AudioFileWriter>(path, info);
    path_ = path, rate_ = info.sampleRate, channels_ = channels;
    block_.resize(16384);
    ring_.drop();
    frames_ = 0, lost_ = 0, stop_ = false, broken_ = false;
    {
        const std::lock_guard lock(mutex_);
        problem_.clear();
    }
    worker_ = std::thread([this] { work(); });
    recording_ = true;
}

void Recorder::stop() {
    if (!worker_.joinable()) return;
    recording_ = false;
    // The audio thread may be inside a push: this waits until that is done, before the worker's last pass.
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    stop_ = true;
    worker_.join();
    if (problem().empty()) {
        try {
            writer_->commit();
        } catch (const std::exception& e) {
            fail(e.what());
        }
    }
    writer_.reset();
    if (const auto reason = problem(); !reason.empty()) throw WriteError(reason);
}

void Recorder::work() {
    try {
        while (!stop_) {
            drain();
            std::this_thread::sleep_for(std::chrono::milliseconds(10));
        }
        drain();
    } catch (const std::exception& e) {
        broken_ = true;
        fail(e.what());
        recording_ = false; // last: whoever sees it finds the problem, too
    }
}

// The file keeps what it has: it cannot be recorded again.
void Recorder::fail(const std::string& reason) {
    std::string kept = "; nothing could be kept";
    std::int64_t frames = 0;
    try {
        frames = writer_->rescue();
        if (frames > 0)
            kept = "; the first " + minutes(static_cast<double>(frames) / rate_) + " are kept in it";
    } catch (const std::exception&) {
        frames = 0; // then there is no file, and the message above is true
    }
    lost_ = static_cast<int>(std::max<std::int64_t>(0, frames_ + lost_ - frames));
    const std::lock_guard lock(mutex_);
    problem_ = reason + kept;
}

std::string Recorder::minutes(double seconds) {
    const auto s = static_cast<long long>(seconds);
    return std::to_string(s / 60) + (s % 60 < 10 ? ":0" : ":") + std::to_string(s % 60);
}

void Recorder::drain() {
    while (const int samples = ring_.pop(block_.data(), static_cast<int>(block_.size())))
        writer_->write(block_.data(), samples / channels_);
}

double Recorder::seconds() const noexcept {
    return static_cast<double>(frames_.load(std::memory_order_relaxed)) / rate_;
}

std::string Recorder::problem() const {
    const std::lock_guard lock(mutex_);
    return problem_;
}

void Recorder::push(const float* const* samples, int count) noexcept {
    if (!recording_.load(std::memory_order_acquire) || broken_.load(std::memory_order_relaxed)) return;
    std::array<float, 512> slice;
    const int most = static_cast<int>(slice.size()) / channels_;
    for (int from = 0; from < count; from += most) {
        const int frames = std::min(most, count - from);
        if (ring_.free() < frames * channels_) { // whole frames or none
            lost_.fetch_add(frames, std::memory_order_relaxed);
            continue;
        }
        for (int i = 0; i < frames; ++i)
            for (int c = 0; c < channels_; ++c) slice[i * channels_ + c] = samples[c][from + i];
        ring_.push(slice.data(), frames * channels_);
        frames_.fetch_add(frames, std::memory_order_relaxed);
    }
}

} // namespace solus::live
