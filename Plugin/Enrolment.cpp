// The worker that analyses, gives hints and makes the voice print.
#include "Enrolment.h"

#include "Base/Error.h"
#include "Base/Planar.h"
#include "Engine/VoiceFolder.h"
#include "Files/AudioFileReader.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>

namespace solus {
namespace {

using Phase = EnrolmentStatus::Phase;
constexpr auto nap = std::chrono::milliseconds(15);

} // namespace

Enrolment::Enrolment(std::shared_ptr<const Model> denoiser, std::shared_ptr<const Model> embedder,
                     std::function<void(VoicePrint)> learnt)
    : denoiser_(std::move(denoiser)), embedder_(std::move(embedder)), learnt_(std::move(learnt)) {}

Enrolment::~Enrolment() {
    cancel_ = true;
    stopWorker();
}

void Enrolment::stopWorker() {
    recording_ = false;
    if (worker_.joinable()) worker_.join();
}

void Enrolment::record(const std::string& name, double sampleRate) {
    cancel();
    if (!mayBeCalled(name)) return;
    finish_ = cancel_ = interrupted_ = false;
    ring_.drop();
    publish({Phase::recording, 0.0, 0.0f, firstHint});
    recording_ = true;
    worker_ = std::thread([this, name, sampleRate] { recordLoop(name, sampleRate); });
}

void Enrolment::readFile(const std::string& name, const std::string& path) {
    cancel();
    if (!mayBeCalled(name)) return;
    finish_ = cancel_ = false;
    publish({Phase::reading, 0.0, 0.0f, "reading"});
    worker_ = std::thread([this, name, path] { readLoop(name, path); });
}

// Do not even record a voice that cannot be saved.
bool Enrolment::mayBeCalled(const std::string& name) {
    try {
        if (!VoiceFolder().has(name)) VoiceFolder::checkName(name);
        return true;
    } catch (const std::exception& e) {
        publish({Phase::failed, 0.0, 0.0f, e.what()});
        return false;
    }
}

void Enrolment::finish() {
    finish_ = true;
    stopWorker();
}

void Enrolment::cancel() {
    cancel_ = true;
    stopWorker();
    publish({});
}

void Enrolment::push(const float* const* samples, int channels, int count) noexcept {
    if (!recording()) return;
    count = std::min({count, static_cast<int>(pairs_.size()) / 2, ring_.free() / 2}); // whole pairs only
    for (int n = 0; n < count; ++n) {
        pairs_[static_cast<size_t>(2 * n)] = samples[0][n];
        pairs_[static_cast<size_t>(2 * n + 1)] = samples[channels - 1][n];
    }
    ring_.push(pairs_.data(), 2 * count);
}

void Enrolment::recordLoop(const std::string& name, double sampleRate) {
    try {
        VoiceAnalyser analyser(denoiser_, embedder_, sampleRate, 2);
        // Checks each channel separately: the mean would hide a voice in opposite phases, and clipping of one
        // channel.
        std::array<float, 4096> pairs{};
        Planar block(2, static_cast<int>(pairs.size()) / 2);
        float level = 0.0f;
        while (!cancel_ && !finish_ && analyser.speechSeconds() < enoughSeconds) {
            if (interrupted_) throw Error("the sample rate has changed: record again");
            const int count = ring_.pop(pairs.data(), static_cast<int>(pairs.size()));
            if (count == 0) {
                std::this_thread::sleep_for(nap);
                continue;
            }
            block.fromInterleaved(pairs.data(), count / 2);
            analyser.push(block.read(), count / 2);
            float peak = 0.0f;
            for (int n = 0; n < count; ++n) peak = std::max(peak, std::abs(pairs[static_cast<size_t>(n)]));
            level = std::max(peak, 0.9f * level);
            publish({Phase::recording, analyser.speechSeconds(), level, analyser.advice(enoughSeconds)});
        }
        recording_ = false;
        if (!cancel_) conclude(name, analyser);
    } catch (const std::exception& e) {
        recording_ = false;
        publish({Phase::failed, 0.0, 0.0f, e.what()});
    }
}

void Enrolment::readLoop(const std::string& name, const std::string& path) {
    try {
        AudioFileReader reader(path);
        VoiceAnalyser analyser(denoiser_, embedder_, reader.info().sampleRate, reader.info().channels);
        analyser.analyse([&](float* to, int frames) { return reader.read(to, frames); },
                         [&](std::int64_t) {
                             publish({Phase::reading, analyser.speechSeconds(), 0.0f, "reading"});
                             return !cancel_ && !finish_;
                         });
        if (!cancel_) conclude(name, analyser);
    } catch (const std::exception& e) {
        publish({Phase::failed, 0.0, 0.0f, e.what()});
    }
}

void Enrolment::conclude(const std::string& name, VoiceAnalyser& analyser) {
    const VoiceAnalysis analysis = analyser.finish();
    VoicePrint voice = enrol(name, analysis, *embedder_); // throws if there is too little speech
    if (cancel_) return;
    learnt_(std::move(voice));
    std::string all;
    for (const auto& finding : analysis.findings) all += (all.empty() ? "" : "; ") + finding;
    publish({Phase::done, analysis.speechSeconds, 0.0f, all});
}

EnrolmentStatus Enrolment::status() const {
    const std::lock_guard lock(mutex_);
    return status_;
}

void Enrolment::publish(EnrolmentStatus status) {
    const std::lock_guard lock(mutex_);
    status_ = std::move(status);
}

} // namespace solus
