// Solus as a JACK client: input ports, the engine, output ports.
#pragma once

#include "Devices/JackLibrary.h"
#include "Engine/VoiceEngine.h"

#include <atomic>
#include <cstdint>
#include <mutex>
#include <string>
#include <vector>

namespace solus::live {

/// A control thread makes and destroys it; the server's thread runs the engine. Ports: input_1 ..., output_1
/// ...
class JackClient {
public:
    /// Joins the running server (never starts one) and prepares the engine for its rate. Throws Error.
    JackClient(VoiceEngine&, const std::string& name, int channels);
    ~JackClient();
    JackClient(const JackClient&) = delete;
    JackClient& operator=(const JackClient&) = delete;

    /// Sound flows from here on.
    void start();
    /// Connects input port `channel` with `source`, e.g. "system:capture_1". False if there is no such port.
    bool connectInput(int channel, const std::string& source);
    bool connectOutput(int channel, const std::string& destination);
    void disconnectInput(int channel, const std::string& source);
    /// Whether there is a port of this name.
    bool exists(const std::string& port) const;
    /// Names of the ports that have appeared since the last call.
    std::vector<std::string> takeNewPorts();
    /// Ports that deliver sound from hardware, those of the server's default source first.
    std::vector<std::string> microphones() const;

    std::string name() const;
    int sampleRate() const;
    int period() const;
    /// The server's time of the first sample that the engine heard; -1 before there was one.
    std::int64_t firstFrame() const noexcept { return firstFrame_; }
    int xruns() const noexcept { return xruns_; }
    bool serverGone() const noexcept { return gone_; }
    /// PipeWire may change its rate: then the engine has to be prepared anew.
    bool rateChanged() const;
    void restart();

    /// Tells the server the latency of our ports when it has asked, or when the engine's latency has changed. Call from
    /// time to time. Not done in the server's callback: PipeWire holds a lock there that setting a latency waits for.
    void updateLatency();

private:
    static int process(jack_nframes_t, void*);
    void run(int count) noexcept;
    /// Whether it was another one before.
    bool answerLatency(jack_latency_callback_mode_t) const;

    const JackLibrary& jack_;
    VoiceEngine& engine_;
    jack_client_t* client_ = nullptr;
    std::vector<jack_port_t*> inputs_, outputs_;
    std::vector<const float*> in_;
    std::vector<float*> out_;
    int preparedRate_ = 0, toldLatency_ = 0;
    std::atomic<std::int64_t> firstFrame_{-1};
    std::atomic<int> xruns_{0};
    std::atomic<bool> gone_{false};
    std::atomic<bool> captureAsked_{false}, playbackAsked_{false}; ///< the server wants to know our latencies
    std::mutex mutex_; ///< control thread and the server's thread of notices; never the audio thread
    std::vector<jack_port_id_t> newPorts_;
};

} // namespace solus::live
