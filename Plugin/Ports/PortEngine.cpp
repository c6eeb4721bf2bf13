// Compares the ports with the engine, twenty times per second, and loads what has changed.
#include "Ports/PortEngine.h"

#include "Base/Error.h"
#include "Engine/Models.h"
#include "Engine/Numbers.h"
#include "Engine/VoiceFolder.h"

#include <chrono>
#include <cmath>
#include <cstdio>
#include <exception>
#include <utility>

namespace solus {
namespace {

constexpr auto pause = std::chrono::milliseconds(50);

/// Errors are reported, and the engine keeps running.
template <class Action>
void attempt(const SayLine& say, Action&& action) noexcept {
    try {
        action();
    } catch (const std::exception& e) {
        say(e.what());
    } catch (...) {
        say("unknown error");
    }
}

float of(const PortValues& values, Parameter parameter) noexcept {
    return values.parameters[static_cast<size_t>(parameter)];
}

} // namespace

int numberFromPort(float value) noexcept {
    if (!(value >= 0.5f)) return 0; // NaN too
    return value < static_cast<float>(highestNumber) ? static_cast<int>(std::lround(value)) : highestNumber;
}

void sayOnStderr(const char* line) noexcept {
    std::fprintf(stderr, "solus: %s\n", line);
}

PortEngine::PortEngine(double rate, int channels, SayLine say)
    : rate_(rate), channels_(channels), say_(std::move(say)), embedder_(defaultEmbedder()),
      engine_(defaultDenoiser(), embedder_) {
    engine_.prepare(rate, channels);
    worker_ = std::thread([this] { work(); });
}

PortEngine::~PortEngine() {
    {
        const std::lock_guard lock(mutex_);
        stop_ = true;
    }
    wake_.notify_one();
    worker_.join();
}

void PortEngine::activate(const PortValues& values) noexcept {
    attempt(say_, [&] {
        ask(values);
        const std::lock_guard lock(mutex_);
        engine_.setSettings(toSettings(values.parameters));
        adopt({model_, voice_, lookAheadMs_, split_}, true);
        engine_.prepare(rate_, channels_); // at once, without a fade
    });
}

void PortEngine::run(const PortValues& values, const float* const* in, float* const* out,
                     int frames) noexcept {
    ask(values);
    engine_.setSettings(toSettings(values.parameters));
    if (frames > 0) engine_.process(in, out, frames);
}

void PortEngine::ask(const PortValues& values) noexcept {
    model_.store(values.model, std::memory_order_relaxed);
    voice_.store(values.voice, std::memory_order_relaxed);
    lookAheadMs_.store(of(values, Parameter::lookAhead), std::memory_order_relaxed);
    split_.store(isOn(of(values, Parameter::split)), std::memory_order_relaxed);
}

void PortEngine::work() {
    std::unique_lock lock(mutex_);
    while (!wake_.wait_for(lock, pause, [this] { return stop_; }))
        adopt({model_, voice_, lookAheadMs_, split_}, false);
}

void PortEngine::adopt(const Slow& wanted, bool voiceAnew) {
    const Slow before = std::exchange(now_, wanted); // report an error once, not twenty times per second
    if (wanted.model != before.model) adoptModel(wanted.model);
    if (wanted.voice != before.voice || voiceAnew) adoptVoice(wanted.voice);
    if (wanted.lookAheadMs != before.lookAheadMs)
        attempt(say_, [&] { engine_.setLookAhead(wanted.lookAheadMs); });
    if (wanted.split != before.split) attempt(say_, [&] { engine_.setSplit(wanted.split); });
}

void PortEngine::adoptModel(int number) {
    std::shared_ptr<const Model> model = defaultDenoiser();
    attempt(say_, [&] {
        if (number != 0) model = findModel(modelOfNumber(number), "denoiser");
    });
    if (model != engine_.denoiser()) attempt(say_, [&] { engine_.setDenoiser(model); });
}

void PortEngine::adoptVoice(int number) {
    std::vector<VoicePrint> passing;
    attempt(say_, [&] {
        if (number != 0) passing.push_back(VoiceFolder().load(voiceOfNumber(number), *embedder_));
    });
    attempt(say_, [&] { engine_.setVoices(passing); });
}

} // namespace solus
