// An instance of the CLAP plugin in the small host, and playing through it.
#pragma once

#include "Clap/Host.h"
#include "Support/Signals.h"

#include <clap/ext/audio-ports-config.h>
#include <clap/ext/audio-ports.h>
#include <clap/ext/state.h>
#include <clap/ext/tail.h>

#include <algorithm>
#include <string>
#include <vector>

namespace toy {

class ClapPlugin {
public:
    struct Change {
        size_t sample;
        std::string name;
        double value;
    };

    explicit ClapPlugin(int channels = 2, bool withExtensions = true)
        : host(withExtensions), channels_(channels) {
        clap = clapFactory().create_plugin(&clapFactory(), host.asClap(), "org.solus-audio.solus");
        REQUIRE(clap != nullptr);
        REQUIRE(clap->init(clap));
        params = extension<clap_plugin_params>(CLAP_EXT_PARAMS);
        if (channels == 1)
            REQUIRE(extension<clap_plugin_audio_ports_config>(CLAP_EXT_AUDIO_PORTS_CONFIG)->select(clap, 1));
    }
    ~ClapPlugin() {
        deactivate();
        clap->destroy(clap);
        CHECK(host.misuses == 0);
    }
    ClapPlugin(const ClapPlugin&) = delete;
    ClapPlugin& operator=(const ClapPlugin&) = delete;

    template <class Extension>
    const Extension* extension(const char* id) const {
        const auto* found = static_cast<const Extension*>(clap->get_extension(clap, id));
        REQUIRE(found != nullptr);
        return found;
    }
    clap_id id(const std::string& name) const {
        clap_param_info info;
        for (uint32_t i = 0; i < params->count(clap); ++i)
            if (params->get_info(clap, i, &info) && info.name == name) return info.id;
        FAIL("no parameter " << name);
        throw 0;
    }
    double operator[](const std::string& name) const {
        double value = -1e9;
        REQUIRE(params->get_value(clap, id(name), &value));
        return value;
    }
    void flush(const std::string& name, double value) {
        ClapEvents events;
        events.add(0, id(name), value);
        params->flush(clap, events.asClap(), nullptr);
    }
    std::string text(const std::string& name, double value) const {
        char text[256] = "";
        REQUIRE(params->value_to_text(clap, id(name), value, text, sizeof text));
        return text;
    }

    bool tryActivate(double rate) {
        host.activating = true;
        active_ = clap->activate(clap, rate, 1, 65536);
        host.activating = false;
        if (active_) CHECK(clap->start_processing(clap));
        return active_;
    }
    void activate(double rate) {
        deactivate();
        REQUIRE(tryActivate(rate));
    }
    void deactivate() {
        if (!active_) return;
        clap->stop_processing(clap);
        clap->deactivate(clap);
        active_ = false;
    }
    uint32_t latency() const { return extension<clap_plugin_latency>(CLAP_EXT_LATENCY)->get(clap); }
    uint32_t tail() const { return extension<clap_plugin_tail>(CLAP_EXT_TAIL)->get(clap); }

    clap_process_status process(float** in, float** out, uint32_t frames, const clap_input_events* events) {
        const auto channels = static_cast<uint32_t>(channels_);
        const clap_audio_buffer from{in, nullptr, channels, 0, 0};
        clap_audio_buffer to{out, nullptr, channels, 0, ~0ull};
        const clap_process p{-1, frames, nullptr, &from, &to, 1, 1, events, nullptr};
        const auto status = clap->process(clap, &p);
        if (status != CLAP_PROCESS_ERROR && to.constant_mask != 0) ++host.misuses;
        return status;
    }
    Audio run(const Audio& in, int block, bool inPlace = false, const std::vector<Change>& changes = {}) {
        Audio from = in, out = inPlace ? Audio() : Audio(in.size(), std::vector<float>(in[0].size()));
        Audio& to = inPlace ? from : out;
        ClapEvents events;
        for (size_t at = 0; at < in[0].size(); at += static_cast<size_t>(block)) {
            const size_t count = std::min(static_cast<size_t>(block), in[0].size() - at);
            events.clear();
            for (const Change& change : changes)
                if (change.sample >= at && change.sample < at + count)
                    events.add(static_cast<uint32_t>(change.sample - at), id(change.name), change.value);
            std::vector<float*> reads, writes;
            for (size_t c = 0; c < in.size(); ++c) {
                reads.push_back(from[c].data() + at);
                writes.push_back(to[c].data() + at);
            }
            const auto status =
                process(reads.data(), writes.data(), static_cast<uint32_t>(count), events.asClap());
            if (status != CLAP_PROCESS_CONTINUE) FAIL("status " << status);
        }
        return to;
    }

    /// At most `most` bytes at a time: hosts may transfer as few as they like.
    std::string save(size_t most = 1000000) const {
        std::pair<std::string, size_t> place{"", most};
        const clap_ostream stream{
            &place, [](const clap_ostream* s, const void* data, uint64_t size) -> int64_t {
                auto& [text, limit] = *static_cast<std::pair<std::string, size_t>*>(s->ctx);
                size = std::min<uint64_t>(size, limit);
                text.append(static_cast<const char*>(data), size);
                return static_cast<int64_t>(size);
            }};
        REQUIRE(extension<clap_plugin_state>(CLAP_EXT_STATE)->save(clap, &stream));
        return place.first;
    }
    bool load(const std::string& text, size_t most = 1000000) {
        struct Source {
            const std::string& text;
            size_t at, most;
        } source{text, 0, most};
        const clap_istream stream{
            &source, [](const clap_istream* s, void* data, uint64_t size) -> int64_t {
                auto& from = *static_cast<Source*>(s->ctx);
                size = std::min<uint64_t>({size, from.most, from.text.size() - from.at});
                std::memcpy(data, from.text.data() + from.at, size);
                from.at += size;
                return static_cast<int64_t>(size);
            }};
        return extension<clap_plugin_state>(CLAP_EXT_STATE)->load(clap, &stream);
    }

    ClapHost host;
    const clap_plugin* clap = nullptr;
    const clap_plugin_params* params = nullptr;

private:
    const int channels_;
    bool active_ = false;
};

} // namespace toy
