// Hands streams to the audio thread and plays them.
#include "Audio/FilePlayer.h"

#include <algorithm>
#include <cmath>

namespace solus::live {

void FilePlayer::prepare(double sampleRate, int channels) {
    rate_ = static_cast<int>(std::lround(sampleRate)), channels_ = channels;
    fade_.prepare(rate_ / 200, playing_ ? 1.0f : 0.0f);
    slot_.reset();
    if (path_.empty()) return;
    try {
        handOver(path_);
    } catch (const std::exception& e) { // the file has been deleted since it was opened
        path_.clear();
        fail(e.what());
    }
}

void FilePlayer::fail(const std::string& why) {
    const std::lock_guard lock(mutex_);
    problem_ = why;
}

void FilePlayer::open(const std::string& path) {
    handOver(path);
    path_ = path;
}

void FilePlayer::handOver(const std::string& path) {
    {
        const std::lock_guard lock(mutex_);
        problem_.clear();
    }
    auto slot = std::make_unique<Slot>();
    slot->stream = std::make_unique<FileStream>(path, rate_, channels_, loop_,
                                                [this](const std::string& why) { fail(why); });
    seconds_ = slot->stream->seconds();
    slots_.offer(std::move(slot));
    finished_ = false;
    played_ = 0;
}

void FilePlayer::close() {
    path_.clear();
    playing_ = false;
    slots_.offer(std::make_unique<Slot>());
}

void FilePlayer::setPlaying(bool on) {
    try {
        if (on && finished_ && !path_.empty()) handOver(path_);
        playing_ = on && !path_.empty();
    } catch (const std::exception& e) { // the file has gone meanwhile
        playing_ = false;
        fail(e.what());
    }
}

std::string FilePlayer::problem() const {
    const std::lock_guard lock(mutex_);
    return problem_;
}

double FilePlayer::seconds() const noexcept {
    return seconds_;
}

double FilePlayer::position() const noexcept {
    const double played = static_cast<double>(played_.load(std::memory_order_relaxed)) / rate_;
    return seconds_ > 0.0 && loop_ ? std::fmod(played, seconds_) : std::min(played, std::max(seconds_, 0.0));
}

void FilePlayer::pull(float* const* out, int count) noexcept {
    if (Slot* next = slots_.take()) {
        slots_.retire(slot_.release());
        slot_.reset(next);
        fade_.jump(playing_.load(std::memory_order_relaxed) ? 1.0f : 0.0f);
    }
    fade_.setTarget(playing_.load(std::memory_order_relaxed) ? 1.0f : 0.0f);
    const bool silent = fade_.target() == 0.0f && fade_.next() == 0.0f;
    if (silent || slot_ == nullptr || slot_->stream == nullptr) {
        for (int c = 0; c < channels_; ++c) std::fill(out[c], out[c] + count, 0.0f);
        return;
    }
    played_.fetch_add(slot_->stream->pull(out, count), std::memory_order_relaxed);
    for (int i = 0; i < count; ++i) {
        const float gain = fade_.next();
        for (int c = 0; c < channels_; ++c) out[c][i] *= gain;
    }
    finished_.store(slot_->stream->finished(), std::memory_order_relaxed);
    underruns_.store(slot_->stream->underruns(), std::memory_order_relaxed);
}

} // namespace solus::live
