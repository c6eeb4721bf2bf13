// A small CLAP host: loads the built Solus.clap as any program would, and checks CLAP's thread rules.
#pragma once

#include <atomic>
#include <catch2/catch.hpp>
#include <clap/entry.h>
#include <clap/ext/latency.h>
#include <clap/ext/log.h>
#include <clap/ext/params.h>
#include <clap/factory/plugin-factory.h>
#include <cstring>
#include <dlfcn.h>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace toy {

inline const clap_plugin_entry& clapEntry() {
    static void* const library = ::dlopen(SOLUS_CLAP, RTLD_NOW | RTLD_LOCAL);
    if (!library) FAIL(::dlerror());
    static const auto* const entry = static_cast<const clap_plugin_entry*>(::dlsym(library, "clap_entry"));
    REQUIRE(entry != nullptr);
    static const bool ready = entry->init(SOLUS_CLAP);
    REQUIRE(ready);
    return *entry;
}

inline const clap_plugin_factory& clapFactory() {
    const auto* factory =
        static_cast<const clap_plugin_factory*>(clapEntry().get_factory(CLAP_PLUGIN_FACTORY_ID));
    REQUIRE(factory != nullptr);
    return *factory;
}

/// The plugin's requests, and whether they were allowed.
class ClapHost {
public:
    explicit ClapHost(bool withExtensions = true) : withExtensions_(withExtensions) {
        host_.clap_version = CLAP_VERSION;
        host_.host_data = this;
        host_.name = "test-clap", host_.vendor = "Solus", host_.url = "", host_.version = "1";
        host_.get_extension = [](const clap_host* host, const char* id) -> const void* {
            static constexpr clap_host_log log{[](const clap_host* h, clap_log_severity, const char* line) {
                const std::lock_guard lock(of(h).mutex_);
                of(h).lines_.push_back(line);
            }};
            static constexpr clap_host_latency latency{[](const clap_host* h) {
                ++of(h).latencyChanges;
                if (!of(h).activating || !of(h).onMainThread()) ++of(h).misuses;
            }};
            static constexpr clap_host_params params{
                [](const clap_host* h, clap_param_rescan_flags flags) {
                    of(h).rescans += flags == CLAP_PARAM_RESCAN_VALUES;
                    if (!of(h).onMainThread() || flags != CLAP_PARAM_RESCAN_VALUES) ++of(h).misuses;
                },
                [](const clap_host* h, clap_id, clap_param_clear_flags) { ++of(h).misuses; },
                [](const clap_host* h) { ++of(h).misuses; }};
            if (!of(host).withExtensions_) return nullptr;
            if (std::strcmp(id, CLAP_EXT_LOG) == 0) return &log;
            if (std::strcmp(id, CLAP_EXT_LATENCY) == 0) return &latency;
            return std::strcmp(id, CLAP_EXT_PARAMS) == 0 ? &params : nullptr;
        };
        host_.request_restart = [](const clap_host* h) { ++of(h).restarts; };
        host_.request_process = host_.request_callback = [](const clap_host* h) { ++of(h).misuses; };
    }
    ClapHost(const ClapHost&) = delete;
    ClapHost& operator=(const ClapHost&) = delete;

    const clap_host* asClap() const { return &host_; }
    /// The log since the last call.
    std::vector<std::string> takeLines() {
        const std::lock_guard lock(mutex_);
        return std::exchange(lines_, {});
    }
    std::atomic<int> restarts{0}, latencyChanges{0}, rescans{0}, misuses{0};
    std::atomic<bool> activating{false};

private:
    static ClapHost& of(const clap_host* host) { return *static_cast<ClapHost*>(host->host_data); }
    bool onMainThread() const { return std::this_thread::get_id() == main_; }

    clap_host host_{};
    const bool withExtensions_;
    const std::thread::id main_ = std::this_thread::get_id();
    std::mutex mutex_;
    std::vector<std::string> lines_;
};

/// Events in order of their times.
class ClapEvents {
public:
    ClapEvents() {
        list_.ctx = this;
        list_.size = [](const clap_input_events* list) {
            return static_cast<uint32_t>(of(list).events_.size());
        };
        list_.get = [](const clap_input_events* list, uint32_t i) -> const clap_event_header* {
            return &of(list).events_[i].header;
        };
    }
    ClapEvents(const ClapEvents&) = delete;
    ClapEvents& operator=(const ClapEvents&) = delete;

    clap_event_param_value& add(uint32_t time, clap_id id, double value) {
        clap_event_param_value event{};
        event.header = {sizeof event, time, CLAP_CORE_EVENT_SPACE_ID, CLAP_EVENT_PARAM_VALUE, 0};
        event.param_id = id;
        event.note_id = -1, event.port_index = event.channel = event.key = -1;
        event.value = value;
        return events_.emplace_back(event);
    }
    void clear() { events_.clear(); }
    const clap_input_events* asClap() const { return &list_; }

private:
    static ClapEvents& of(const clap_input_events* list) { return *static_cast<ClapEvents*>(list->ctx); }
    clap_input_events list_{};
    std::vector<clap_event_param_value> events_;
};

} // namespace toy
