// Reading ahead: file, channels, rate, ring.
#include "Audio/FileStream.h"

#include <algorithm>
#include <array>
#include <chrono>

namespace solus::live {
namespace {

constexpr int chunk = 1024;    // frames of the file at a time
constexpr int pullSlice = 512; // samples of the ring at a time

} // namespace

FileStream::FileStream(const std::string& path, int sampleRate, int channels, const std::atomic<bool>& loop,
                       std::function<void(const std::string&)> report)
    : reader_(path), channels_(channels), loop_(loop), seconds_(reader_.info().seconds()),
      report_(std::move(report)) {
    const int fileRate = reader_.info().sampleRate;
    if (fileRate != sampleRate)
        for (int c = 0; c < channels; ++c) resamplers_.emplace_back(fileRate, sampleRate);
    read_.resize(static_cast<std::size_t>(chunk) * reader_.info().channels);
    plane_.resize(chunk);
    if (!resamplers_.empty()) resampled_.resize(static_cast<std::size_t>(resamplers_[0].maxOutput(chunk)));
    while (ring_.free() > pullSlice && fill()) {
    }
    worker_ = std::thread([this] { work(); });
}

FileStream::~FileStream() {
    stop_ = true;
    worker_.join();
}

void FileStream::work() {
    while (!stop_ && fill()) std::this_thread::sleep_for(std::chrono::milliseconds(10));
}

// Pushes until the ring is full; false when there is no more to push.
bool FileStream::fill() {
    for (;;) {
        if (waitingFrom_ < waiting_.size()) {
            // Whole frames only, as the reader requires.
            const auto fits = static_cast<std::size_t>(ring_.free() / channels_ * channels_);
            const std::size_t now = std::min(fits, waiting_.size() - waitingFrom_);
            ring_.push(waiting_.data() + waitingFrom_, static_cast<int>(now));
            waitingFrom_ += now;
            if (waitingFrom_ < waiting_.size()) return true;
        }
        waiting_.clear(), waitingFrom_ = 0;
        if (drained_) {
            complete_ = true;
            return false;
        }
        try {
            std::int64_t frames = reader_.read(read_.data(), chunk);
            if (frames == 0 && loop_ && !isStream(reader_.path())) {
                reader_.seek(0);
                frames = reader_.read(read_.data(), chunk);
            }
            if (frames == 0) {
                // Half a filter length of silence flushes the resampler.
                drained_ = true;
                std::fill(read_.begin(), read_.end(), 0.0f);
                if (!resamplers_.empty()) convert(read_.data(), std::min(chunk, resamplers_[0].lookahead()));
            } else {
                convert(read_.data(), frames);
            }
        } catch (const std::exception& e) {
            report_(e.what());
            drained_ = true;
        }
    }
}

void FileStream::convert(const float* interleaved, std::int64_t frames) {
    const int from = reader_.info().channels;
    const int count = static_cast<int>(frames);
    for (int c = 0; c < channels_; ++c) {
        for (int i = 0; i < count; ++i) {
            const float* frame = interleaved + static_cast<std::size_t>(i) * from;
            float x = 0.0f;
            if (channels_ == 1)
                for (int k = 0; k < from; ++k) x += frame[k] / static_cast<float>(from);
            else
                x = frame[std::min(c, from - 1)];
            plane_[i] = x;
        }
        const float* samples = plane_.data();
        int made = count;
        if (!resamplers_.empty()) {
            made = resamplers_[c].process(plane_.data(), count, resampled_.data());
            samples = resampled_.data();
        }
        if (c == 0) waiting_.resize(static_cast<std::size_t>(made) * channels_);
        for (int i = 0; i < made; ++i) waiting_[static_cast<std::size_t>(i) * channels_ + c] = samples[i];
    }
}

int FileStream::pull(float* const* out, int count) noexcept {
    const bool last = complete_.load(std::memory_order_acquire); // read before checking the ring
    int got = 0;
    std::array<float, pullSlice> slice;
    while (got < count) {
        const int want = std::min(pullSlice / channels_, count - got);
        const int frames = ring_.pop(slice.data(), want * channels_) / channels_;
        for (int i = 0; i < frames; ++i)
            for (int c = 0; c < channels_; ++c) out[c][got + i] = slice[i * channels_ + c];
        got += frames;
        if (frames < want) break;
    }
    for (int c = 0; c < channels_; ++c) std::fill(out[c] + got, out[c] + count, 0.0f);
    if (got < count) {
        if (last)
            finished_.store(true, std::memory_order_relaxed);
        else
            underruns_.fetch_add(1, std::memory_order_relaxed);
    }
    return got;
}

} // namespace solus::live
