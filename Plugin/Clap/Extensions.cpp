// CLAP's function tables: each function calls the instance.
#include "Clap/Instance.h"

#include <clap/ext/audio-ports-config.h>
#include <clap/ext/audio-ports.h>
#include <clap/ext/state.h>
#include <clap/ext/tail.h>
#include <cstdio>
#include <cstring>
#include <exception>
#include <string_view>

namespace solus::clap {
namespace {

const char* typeOf(int channels) noexcept {
    return channels == 1 ? CLAP_PORT_MONO : CLAP_PORT_STEREO;
}

constexpr clap_plugin_audio_ports audioPorts{
    [](const clap_plugin*, bool) -> uint32_t { return 1; },
    [](const clap_plugin* plugin, uint32_t index, bool isInput, clap_audio_port_info* info) {
        if (index != 0 || !info) return false;
        const int channels = Instance::of(plugin).channels();
        *info = {};
        std::snprintf(info->name, sizeof info->name, "%s", isInput ? "Input" : "Output");
        info->flags = CLAP_AUDIO_PORT_IS_MAIN;
        info->channel_count = static_cast<uint32_t>(channels);
        info->port_type = typeOf(channels);
        info->in_place_pair = 0; // both have ID 0
        return true;
    }};

/// A configuration's ID is its number of channels; stereo is first, as in a new instance.
constexpr clap_plugin_audio_ports_config configurations{
    [](const clap_plugin*) -> uint32_t { return 2; },
    [](const clap_plugin*, uint32_t index, clap_audio_ports_config* config) {
        if (index > 1 || !config) return false;
        const int channels = index == 0 ? 2 : 1;
        *config = {};
        config->id = static_cast<clap_id>(channels);
        std::snprintf(config->name, sizeof config->name, "%s", channels == 1 ? "Mono" : "Stereo");
        config->input_port_count = config->output_port_count = 1;
        config->has_main_input = config->has_main_output = true;
        config->main_input_channel_count = config->main_output_channel_count =
            static_cast<uint32_t>(channels);
        config->main_input_port_type = config->main_output_port_type = typeOf(channels);
        return true;
    },
    [](const clap_plugin* plugin, clap_id id) {
        return id <= 2 && Instance::of(plugin).setChannels(static_cast<int>(id));
    }};

bool valueToText(const clap_plugin*, clap_id id, double value, char* text, uint32_t capacity) noexcept {
    const int control = controlOfId(id);
    if (control < 0 || !text || capacity == 0) return false;
    try {
        std::snprintf(text, capacity, "%s", textOf(control, value).c_str());
        return true;
    } catch (const std::exception&) {
        return false;
    }
}

bool textToValue(const clap_plugin*, clap_id id, const char* text, double* value) noexcept {
    const int control = controlOfId(id);
    if (control < 0 || !text || !value) return false;
    try {
        const auto found = valueOf(control, text);
        if (found) *value = *found;
        return found.has_value();
    } catch (const std::exception&) {
        return false;
    }
}

constexpr clap_plugin_params parameters{[](const clap_plugin*) -> uint32_t { return controlCount; },
                                        [](const clap_plugin*, uint32_t index, clap_param_info* info) {
                                            return info && index < controlCount &&
                                                   describe(static_cast<int>(index), *info);
                                        },
                                        [](const clap_plugin* plugin, clap_id id, double* value) {
                                            const int control = controlOfId(id);
                                            if (control < 0 || !value) return false;
                                            *value = Instance::of(plugin).get(control);
                                            return true;
                                        },
                                        valueToText,
                                        textToValue,
                                        [](const clap_plugin* plugin, const clap_input_events* in,
                                           const clap_output_events*) { Instance::of(plugin).flush(in); }};

constexpr clap_plugin_state state{[](const clap_plugin* plugin, const clap_ostream* stream) {
                                      return stream && Instance::of(plugin).save(*stream);
                                  },
                                  [](const clap_plugin* plugin, const clap_istream* stream) {
                                      return stream && Instance::of(plugin).load(*stream);
                                  }};

constexpr clap_plugin_latency latency{
    [](const clap_plugin* plugin) { return static_cast<uint32_t>(Instance::of(plugin).latency()); }};

constexpr clap_plugin_tail tail{
    [](const clap_plugin* plugin) { return static_cast<uint32_t>(Instance::of(plugin).tail()); }};

const void* extension(const clap_plugin*, const char* id) noexcept {
    const std::string_view name = id ? id : "";
    if (name == CLAP_EXT_PARAMS) return &parameters;
    if (name == CLAP_EXT_AUDIO_PORTS) return &audioPorts;
    if (name == CLAP_EXT_AUDIO_PORTS_CONFIG) return &configurations;
    if (name == CLAP_EXT_LATENCY) return &latency;
    if (name == CLAP_EXT_STATE) return &state;
    if (name == CLAP_EXT_TAIL) return &tail;
    return nullptr;
}

} // namespace

void connect(clap_plugin& plugin) noexcept {
    plugin.init = [](const clap_plugin* p) {
        Instance::of(p).init();
        return true;
    };
    plugin.destroy = [](const clap_plugin* p) { delete &Instance::of(p); };
    plugin.activate = [](const clap_plugin* p, double rate, uint32_t, uint32_t) {
        return Instance::of(p).activate(rate);
    };
    plugin.deactivate = [](const clap_plugin* p) { Instance::of(p).deactivate(); };
    plugin.start_processing = [](const clap_plugin*) { return true; };
    plugin.stop_processing = [](const clap_plugin*) {};
    plugin.reset = [](const clap_plugin* p) { Instance::of(p).reset(); };
    plugin.process = [](const clap_plugin* p, const clap_process* process) -> clap_process_status {
        return process ? Instance::of(p).process(*process) : CLAP_PROCESS_ERROR;
    };
    plugin.get_extension = extension;
    plugin.on_main_thread = [](const clap_plugin*) {};
}

} // namespace solus::clap
