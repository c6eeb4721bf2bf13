// One CLAP plugin in a host.
#pragma once

#include "Clap/Controls.h"
#include "Ports/PortEngine.h"

#include <atomic>
#include <clap/ext/latency.h>
#include <clap/ext/log.h>
#include <clap/plugin.h>
#include <clap/stream.h>
#include <memory>

namespace solus::clap {

/// Threads are as CLAP defines them: process(), reset() and, while active, flush() run on the audio thread and never
/// wait; everything else runs on the main thread.
class Instance {
public:
    Instance(const clap_plugin_descriptor& descriptor, const clap_host& host) noexcept;

    const clap_plugin* asClap() const noexcept { return &clap_; }
    static Instance& of(const clap_plugin* plugin) noexcept {
        return *static_cast<Instance*>(plugin->plugin_data);
    }

    void init() noexcept;
    /// The engine exists only while active, since rate and channels are known only then.
    bool activate(double rate) noexcept;
    void deactivate() noexcept { engine_.reset(); }
    void reset() noexcept {
        if (engine_) engine_->reset();
    }
    clap_process_status process(const clap_process&) noexcept;
    void flush(const clap_input_events* events) noexcept;

    double get(int control) const noexcept { return controls_.get(control); }
    bool save(const clap_ostream&) const noexcept;
    /// Changes nothing if the state cannot be read.
    bool load(const clap_istream&) noexcept;

    int channels() const noexcept { return channels_; }
    bool setChannels(int channels) noexcept;
    /// In whole samples, of the last activation.
    int latency() const noexcept { return latency_; }
    /// In whole samples: how long there may be output after the input has ended.
    int tail() const noexcept;

private:
    bool take(const clap_event_header&) noexcept;
    void run(const clap_process&, uint32_t from, uint32_t to) noexcept;
    void askForRestart() noexcept;
    void say(const char* line) const noexcept;

    clap_plugin clap_;
    const clap_host& host_;
    const clap_host_log* hostLog_ = nullptr;
    const clap_host_params* hostParams_ = nullptr;
    const clap_host_latency* hostLatency_ = nullptr;

    Controls controls_;
    int channels_ = 2;
    std::unique_ptr<PortEngine> engine_;
    std::atomic<bool> restartAsked_{false};

    // Of the last activation:
    double rate_ = 0.0;
    int latency_ = 0, model_ = 0;
    float lookAheadMs_ = 0.0f;
};

/// Fills the function table of a clap_plugin.
void connect(clap_plugin&) noexcept;

} // namespace solus::clap
