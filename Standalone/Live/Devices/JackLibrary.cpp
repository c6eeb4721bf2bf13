// Loading libjack.
#include "Devices/JackLibrary.h"

#include "Base/Error.h"

#include <dlfcn.h>
#include <string>

namespace solus::live {

JackLibrary::JackLibrary() {
    void* library = ::dlopen("libjack.so.0", RTLD_NOW | RTLD_GLOBAL);
    if (library == nullptr)
        throw Error(
            "libjack is not installed: install jackd2, or start Solus with pw-jack (package pipewire-jack)");
    const auto find = [library](auto& function, const char* name) {
        function = reinterpret_cast<std::remove_reference_t<decltype(function)>>(::dlsym(library, name));
        if (function == nullptr) throw Error(std::string("libjack has no ") + name + ": it is too old");
    };
    find(client_open, "jack_client_open");
    find(client_close, "jack_client_close");
    find(get_client_name, "jack_get_client_name");
    find(activate, "jack_activate");
    find(deactivate, "jack_deactivate");
    find(get_sample_rate, "jack_get_sample_rate");
    find(get_buffer_size, "jack_get_buffer_size");
    find(last_frame_time, "jack_last_frame_time");
    find(set_process_callback, "jack_set_process_callback");
    find(set_xrun_callback, "jack_set_xrun_callback");
    find(set_latency_callback, "jack_set_latency_callback");
    find(set_port_registration_callback, "jack_set_port_registration_callback");
    find(on_shutdown, "jack_on_shutdown");
    find(port_register, "jack_port_register");
    find(port_get_buffer, "jack_port_get_buffer");
    find(port_get_latency_range, "jack_port_get_latency_range");
    find(port_set_latency_range, "jack_port_set_latency_range");
    find(recompute_total_latencies, "jack_recompute_total_latencies");
    find(port_name, "jack_port_name");
    find(port_by_id, "jack_port_by_id");
    find(port_by_name, "jack_port_by_name");
    find(get_ports, "jack_get_ports");
    find(connect, "jack_connect");
    find(disconnect, "jack_disconnect");
    find(free, "jack_free");
    find(set_error_function, "jack_set_error_function");
    find(set_info_function, "jack_set_info_function");
}

const JackLibrary& JackLibrary::get() {
    static const JackLibrary library;
    return library;
}

void JackLibrary::beQuiet() noexcept {
    try {
        const auto& jack = get();
        jack.set_error_function([](const char*) {});
        jack.set_info_function([](const char*) {});
    } catch (const Error&) {
        // Without libjack there is nothing to silence.
    }
}

} // namespace solus::live
