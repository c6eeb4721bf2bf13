// libjack, loaded at run time, so that the program starts on machines without it.
#pragma once

#include <jack/jack.h>

namespace solus::live {

/// The functions of libjack that Solus calls, named without "jack_". PipeWire has its own libjack, which replaces the
/// standard one when the program is started with pw-jack.
class JackLibrary {
public:
    /// Throws Error if there is no libjack.
    static const JackLibrary& get();
    /// libjack prints messages about a missing server; this silences it. Does nothing without libjack.
    static void beQuiet() noexcept;

    decltype(&::jack_client_open) client_open = nullptr;
    decltype(&::jack_client_close) client_close = nullptr;
    decltype(&::jack_get_client_name) get_client_name = nullptr;
    decltype(&::jack_activate) activate = nullptr;
    decltype(&::jack_deactivate) deactivate = nullptr;
    decltype(&::jack_get_sample_rate) get_sample_rate = nullptr;
    decltype(&::jack_get_buffer_size) get_buffer_size = nullptr;
    decltype(&::jack_last_frame_time) last_frame_time = nullptr;
    decltype(&::jack_set_process_callback) set_process_callback = nullptr;
    decltype(&::jack_set_xrun_callback) set_xrun_callback = nullptr;
    decltype(&::jack_set_latency_callback) set_latency_callback = nullptr;
    decltype(&::jack_set_port_registration_callback) set_port_registration_callback = nullptr;
    decltype(&::jack_on_shutdown) on_shutdown = nullptr;
    decltype(&::jack_port_register) port_register = nullptr;
    decltype(&::jack_port_get_buffer) port_get_buffer = nullptr;
    decltype(&::jack_port_get_latency_range) port_get_latency_range = nullptr;
    decltype(&::jack_port_set_latency_range) port_set_latency_range = nullptr;
    decltype(&::jack_recompute_total_latencies) recompute_total_latencies = nullptr;
    decltype(&::jack_port_name) port_name = nullptr;
    decltype(&::jack_port_by_id) port_by_id = nullptr;
    decltype(&::jack_port_by_name) port_by_name = nullptr;
    decltype(&::jack_get_ports) get_ports = nullptr;
    decltype(&::jack_connect) connect = nullptr;
    decltype(&::jack_disconnect) disconnect = nullptr;
    decltype(&::jack_free) free = nullptr;
    decltype(&::jack_set_error_function) set_error_function = nullptr;
    decltype(&::jack_set_info_function) set_info_function = nullptr;

private:
    JackLibrary();
};

} // namespace solus::live
