// Ports, callbacks and latencies.
#include "Headless/JackClient.h"

#include "Base/Error.h"
#include "Engine/NoDenormals.h"

#include <algorithm>

namespace solus::live {
namespace {

/// PipeWire lists the monitors of outputs like microphones: "Built-in Audio:monitor_FL".
bool isMonitor(const std::string& port) {
    return port.find(":monitor_", 0) != std::string::npos || port.find(" Monitor:") != std::string::npos;
}

} // namespace

JackClient::JackClient(VoiceEngine& engine, const std::string& name, int channels)
    : jack_(JackLibrary::get()), engine_(engine) {
    JackLibrary::beQuiet();
    jack_status_t status{};
    client_ = jack_.client_open(name.c_str(), JackNoStartServer, &status);
    if (client_ == nullptr)
        throw Error(
            "no JACK server is running: start one (jackd, qjackctl), or start Solus with pw-jack on PipeWire");
    for (int c = 1; c <= channels; ++c) {
        const auto number = std::to_string(c);
        inputs_.push_back(jack_.port_register(client_, ("input_" + number).c_str(), JACK_DEFAULT_AUDIO_TYPE,
                                              JackPortIsInput, 0));
        outputs_.push_back(jack_.port_register(client_, ("output_" + number).c_str(), JACK_DEFAULT_AUDIO_TYPE,
                                               JackPortIsOutput, 0));
        if (inputs_.back() == nullptr || outputs_.back() == nullptr) {
            jack_.client_close(client_);
            throw Error("the JACK server has no room for more ports: close other clients");
        }
    }
    in_.resize(inputs_.size());
    out_.resize(outputs_.size());
    jack_.set_process_callback(client_, &JackClient::process, this);
    jack_.set_xrun_callback(
        client_, [](void* self) { return static_cast<JackClient*>(self)->xruns_.fetch_add(1), 0; }, this);
    jack_.set_latency_callback(
        client_,
        [](jack_latency_callback_mode_t mode, void* self) {
            auto& client = *static_cast<JackClient*>(self);
            (mode == JackCaptureLatency ? client.captureAsked_ : client.playbackAsked_) = true;
        },
        this);
    jack_.set_port_registration_callback(
        client_,
        [](jack_port_id_t port, int appears, void* self) {
            if (appears == 0) return;
            auto& client = *static_cast<JackClient*>(self);
            const std::lock_guard lock(client.mutex_);
            client.newPorts_.push_back(port);
        },
        this);
    jack_.on_shutdown(
        client_, [](void* self) { static_cast<JackClient*>(self)->gone_ = true; }, this);
    try {
        preparedRate_ = sampleRate();
        engine_.prepare(preparedRate_, channels);
    } catch (...) {
        jack_.client_close(client_);
        throw;
    }
    toldLatency_ = engine_.latencySamples();
}

JackClient::~JackClient() {
    if (!gone_) jack_.deactivate(client_);
    jack_.client_close(client_);
}

void JackClient::start() {
    if (jack_.activate(client_) != 0)
        throw Error("the JACK server does not activate this client: is it overloaded?");
}

int JackClient::process(jack_nframes_t count, void* self) {
    static_cast<JackClient*>(self)->run(static_cast<int>(count));
    return 0;
}

void JackClient::run(int count) noexcept {
    const NoDenormals noDenormals;
    if (firstFrame_.load(std::memory_order_relaxed) < 0)
        firstFrame_.store(jack_.last_frame_time(client_), std::memory_order_relaxed);
    const auto frames = static_cast<jack_nframes_t>(count);
    for (std::size_t c = 0; c < inputs_.size(); ++c) {
        in_[c] = static_cast<const float*>(jack_.port_get_buffer(inputs_[c], frames));
        out_[c] = static_cast<float*>(jack_.port_get_buffer(outputs_[c], frames));
    }
    engine_.process(in_.data(), out_.data(), count);
}

// The output was captured one engine latency earlier, and the input will be heard that much later.
bool JackClient::answerLatency(jack_latency_callback_mode_t mode) const {
    const auto& from = mode == JackCaptureLatency ? inputs_ : outputs_;
    const auto& to = mode == JackCaptureLatency ? outputs_ : inputs_;
    const auto own = static_cast<jack_nframes_t>(engine_.latencySamples());
    bool changed = false;
    for (std::size_t c = 0; c < from.size(); ++c) {
        jack_latency_range_t range{}, told{};
        jack_.port_get_latency_range(from[c], mode, &range);
        jack_.port_get_latency_range(to[c], mode, &told);
        range.min += own, range.max += own;
        if (range.min == told.min && range.max == told.max) continue;
        jack_.port_set_latency_range(to[c], mode, &range);
        changed = true;
    }
    return changed;
}

void JackClient::updateLatency() {
    if (gone_) return;
    const int now = engine_.latencySamples();
    const bool other = now != toldLatency_;
    toldLatency_ = now;
    bool changed = false;
    if (captureAsked_.exchange(false) || other) changed |= answerLatency(JackCaptureLatency);
    if (playbackAsked_.exchange(false) || other) changed |= answerLatency(JackPlaybackLatency);
    // The clients after us were asked before we had answered.
    if (changed) jack_.recompute_total_latencies(client_);
}

bool JackClient::connectInput(int channel, const std::string& source) {
    return jack_.connect(client_, source.c_str(), jack_.port_name(inputs_[channel])) == 0;
}

bool JackClient::connectOutput(int channel, const std::string& destination) {
    return jack_.connect(client_, jack_.port_name(outputs_[channel]), destination.c_str()) == 0;
}

void JackClient::disconnectInput(int channel, const std::string& source) {
    jack_.disconnect(client_, source.c_str(), jack_.port_name(inputs_[channel]));
}

bool JackClient::exists(const std::string& port) const {
    return jack_.port_by_name(client_, port.c_str()) != nullptr;
}

std::vector<std::string> JackClient::takeNewPorts() {
    std::vector<jack_port_id_t> ids;
    {
        const std::lock_guard lock(mutex_);
        ids.swap(newPorts_);
    }
    std::vector<std::string> names;
    for (const auto id : ids)
        if (const auto* port = jack_.port_by_id(client_, id)) names.emplace_back(jack_.port_name(port));
    return names;
}

std::vector<std::string> JackClient::microphones() const {
    std::vector<std::string> names;
    const char** ports =
        jack_.get_ports(client_, nullptr, JACK_DEFAULT_AUDIO_TYPE, JackPortIsOutput | JackPortIsPhysical);
    for (const char** p = ports; p != nullptr && *p != nullptr; ++p)
        if (!isMonitor(*p)) names.emplace_back(*p);
    if (ports != nullptr) jack_.free(ports);
    return names;
}

std::string JackClient::name() const {
    return jack_.get_client_name(client_);
}
int JackClient::sampleRate() const {
    return static_cast<int>(jack_.get_sample_rate(client_));
}
int JackClient::period() const {
    return static_cast<int>(jack_.get_buffer_size(client_));
}
bool JackClient::rateChanged() const {
    return !gone_ && sampleRate() != preparedRate_;
}

void JackClient::restart() {
    jack_.deactivate(client_);
    preparedRate_ = sampleRate();
    engine_.prepare(preparedRate_, static_cast<int>(inputs_.size()));
    firstFrame_ = -1;
    start();
    updateLatency();
}

} // namespace solus::live
