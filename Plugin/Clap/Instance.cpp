// From CLAP's calls to PortEngine.
#include "Clap/Instance.h"

#include "Clap/SavedState.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <exception>
#include <string>
#include <utility>

namespace solus::clap {
namespace {

constexpr size_t longestState = 1 << 20; ///< bytes, far more than any state: limits a broken stream
constexpr double windowSeconds = 0.05;   ///< longer than any model's window plus the resamplers' ringing

template <class Extension>
const Extension* extensionOf(const clap_host& host, const char* id) noexcept {
    return static_cast<const Extension*>(host.get_extension(&host, id));
}

float& lookAheadIn(PortValues& values) noexcept {
    return values.parameters[static_cast<size_t>(Parameter::lookAhead)];
}

} // namespace

Instance::Instance(const clap_plugin_descriptor& descriptor, const clap_host& host) noexcept
    : clap_{}, host_(host) {
    clap_.desc = &descriptor;
    clap_.plugin_data = this;
    connect(clap_);
}

void Instance::init() noexcept {
    hostLog_ = extensionOf<clap_host_log>(host_, CLAP_EXT_LOG);
    hostParams_ = extensionOf<clap_host_params>(host_, CLAP_EXT_PARAMS);
    hostLatency_ = extensionOf<clap_host_latency>(host_, CLAP_EXT_LATENCY);
}

void Instance::say(const char* line) const noexcept {
    if (hostLog_)
        hostLog_->log(&host_, CLAP_LOG_WARNING, line);
    else
        sayOnStderr(line);
}

bool Instance::activate(double rate) noexcept {
    try {
        PortValues values = controls_.get();
        engine_ = std::make_unique<PortEngine>(rate, channels_, [this](const char* line) { say(line); });
        engine_->activate(values);
        model_ = values.model;
        lookAheadMs_ = lookAheadIn(values);
        restartAsked_ = false;
        rate_ = rate;
        const int before = std::exchange(latency_, engine_->latency());
        if (before != latency_ && hostLatency_) hostLatency_->changed(&host_);
        return true;
    } catch (const std::exception& e) {
        say(e.what());
        return false;
    }
}

// Between two events the engine runs with the values set so far, so the result does not depend on the host's block
// size.
clap_process_status Instance::process(const clap_process& process) noexcept {
    const auto fits = [this](const clap_audio_buffer* buffers, uint32_t count) {
        return count == 1 && buffers && buffers->data32 &&
               buffers->channel_count == static_cast<uint32_t>(channels_);
    };
    const bool audio = engine_ && fits(process.audio_inputs, process.audio_inputs_count) &&
                       fits(process.audio_outputs, process.audio_outputs_count);
    const uint32_t frames = audio ? process.frames_count : 0;
    uint32_t done = 0;
    bool changed = false;
    const uint32_t events = process.in_events ? process.in_events->size(process.in_events) : 0;
    for (uint32_t i = 0; i < events; ++i) {
        const clap_event_header* event = process.in_events->get(process.in_events, i);
        if (!event) continue;
        if (const uint32_t time = std::min(event->time, frames); time > done) {
            run(process, done, time);
            done = time;
        }
        changed |= take(*event);
    }
    run(process, done, frames);
    if (changed) askForRestart();
    if (audio) process.audio_outputs->constant_mask = 0;
    // Never sleeps, since the gate measures the pauses.
    return audio ? CLAP_PROCESS_CONTINUE : CLAP_PROCESS_ERROR;
}

void Instance::run(const clap_process& process, uint32_t from, uint32_t to) noexcept {
    if (from == to) return;
    std::array<const float*, 2> in{};
    std::array<float*, 2> out{};
    for (int c = 0; c < channels_; ++c) {
        in[c] = process.audio_inputs->data32[c] + from;
        out[c] = process.audio_outputs->data32[c] + from;
    }
    PortValues values = controls_.get();
    values.model = model_;
    lookAheadIn(values) = lookAheadMs_;
    engine_->run(values, in.data(), out.data(), static_cast<int>(to - from));
}

void Instance::flush(const clap_input_events* events) noexcept {
    bool changed = false;
    for (uint32_t i = 0, count = events ? events->size(events) : 0; i < count; ++i)
        if (const clap_event_header* event = events->get(events, i)) changed |= take(*event);
    if (changed) askForRestart();
}

/// Whether a change is waiting for an activation.
bool Instance::take(const clap_event_header& header) noexcept {
    if (header.space_id != CLAP_CORE_EVENT_SPACE_ID || header.type != CLAP_EVENT_PARAM_VALUE) return false;
    const auto& event = reinterpret_cast<const clap_event_param_value&>(header);
    const int control = controlOfId(event.param_id);
    if (control < 0 || !std::isfinite(event.value)) return false;
    controls_.set(control, event.value);
    return waitsForActivation(control);
}

void Instance::askForRestart() noexcept {
    if (!engine_) return;
    PortValues wanted = controls_.get();
    if (wanted.model == model_ && lookAheadIn(wanted) == lookAheadMs_) return;
    if (!restartAsked_.exchange(true)) host_.request_restart(&host_);
}

bool Instance::save(const clap_ostream& stream) const noexcept {
    try {
        const std::string text = stateToText(controls_.get());
        for (size_t done = 0; done < text.size();) { // a host may take a few bytes at a time
            const int64_t written = stream.write(&stream, text.data() + done, text.size() - done);
            if (written <= 0) return false;
            done += static_cast<size_t>(written);
        }
        return true;
    } catch (const std::exception& e) {
        say(e.what());
        return false;
    }
}

bool Instance::load(const clap_istream& stream) noexcept {
    try {
        std::string text;
        char part[4096];
        for (int64_t got = 1; got > 0;) {
            got = stream.read(&stream, part, sizeof part);
            if (got < 0 || text.size() > longestState) return false;
            text.append(part, static_cast<size_t>(got));
        }
        controls_.set(stateFromText(text, [this](const char* line) { say(line); }));
    } catch (const std::exception& e) {
        say(e.what());
        return false;
    }
    if (hostParams_) hostParams_->rescan(&host_, CLAP_PARAM_RESCAN_VALUES);
    askForRestart();
    return true;
}

bool Instance::setChannels(int channels) noexcept {
    if (engine_ || channels < 1 || channels > 2) return false;
    channels_ = channels;
    return true;
}

int Instance::tail() const noexcept {
    return latency_ + static_cast<int>(std::ceil(windowSeconds * rate_));
}

} // namespace solus::clap
