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

/// Made and destroyed by a control thread; the engine runs on the server's thread. Ports: input_1 ..., output_1 ...
class JackClient {
public:
    /// Connects to the running server (never starts one) and prepares the engine for its rate. Throws Error.
    JackClient(VoiceEngine&, const std::string& name, int channels);
    ~JackClient();
    JackClient(const JackClient&) = delete;
    JackClient& operator=(const JackClient&) = delete;

    /// Starts the audio.
    void start();
    /// Connects input port `channel` to `source`, e.g. "system:capture_1". False if there is no such port.
    bool connectInput(int channel, const std::string& source);
    bool connectOutput(int channel, const std::string& destination);
    void disconnectInput(int channel, const std::string& source);
    /// Whether there is a port of this name.
    bool exists(const std::string& port) const;
    /// Names of the ports that have appeared since the last call.
    std::vector<std::string> takeNewPorts();
    /// Hardware capture ports, those of the server's default source first.
    std::vector<std::string> microphones() const;

    std::string name() const;
    int sampleRate() const;
    int period() const;
    /// The server's time of the first sample that the engine processed; -1 before that.
    std::int64_t firstFrame() const noexcept { return firstFrame_; }
    int xruns() const noexcept { return xruns_; }
    bool serverGone() const noexcept { return gone_; }
    /// PipeWire may change its rate: then the engine must be prepared again.
    bool rateChanged() const;
    void restart();

    /// Reports the latency of our ports to the server if it has asked, or if the engine's latency has changed. Call
    /// regularly. Not done in the server's callback: PipeWire holds a lock there that setting a latency waits for.
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
    std::atomic<bool> captureAsked_{false}, playbackAsked_{false}; ///< the server has asked for our latencies
    std::mutex mutex_; ///< control thread and notification thread; never the audio thread
    std::vector<jack_port_id_t> newPorts_;
};

} // namespace solus::live
