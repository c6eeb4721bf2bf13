// OBS without a window: libobs in this program, a source that plays the test's audio, and the filter on it.
#pragma once

#include "Support/Signals.h"

#include <catch2/catch.hpp>
#include <obs-module.h>
#include <obs.hpp>

#include <cstdio>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

namespace obs {

/// All that was logged since the last call.
inline std::string& logged() {
    static std::string text;
    return text;
}
inline std::mutex& logMutex() {
    static std::mutex mutex;
    return mutex;
}
inline std::string takeLog() {
    const std::lock_guard lock(logMutex());
    return std::exchange(logged(), "");
}

/// Started once; the module is loaded from the build folder, with its locale files.
inline void start() {
    static const bool once = [] {
        base_set_log_handler(
            [](int, const char* format, va_list arguments, void*) {
                char line[2000];
                std::vsnprintf(line, sizeof line, format, arguments);
                const std::lock_guard lock(logMutex());
                logged() += std::string(line) + "\n";
            },
            nullptr);
        REQUIRE(obs_startup("en-US", nullptr, nullptr));
        obs_module_t* module = nullptr;
        REQUIRE(obs_open_module(&module, SOLUS_OBS, SOLUS_OBS_DATA) == MODULE_SUCCESS);
        REQUIRE(obs_init_module(module));
        obs_source_info mouth{};
        mouth.id = "mouth";
        mouth.type = OBS_SOURCE_TYPE_INPUT;
        mouth.output_flags = OBS_SOURCE_AUDIO;
        mouth.get_name = [](void*) { return "mouth"; };
        mouth.create = [](obs_data_t*, obs_source_t* self) -> void* { return self; };
        mouth.destroy = [](void*) {};
        obs_register_source(&mouth);
        return true;
    }();
    (void)once;
}

/// Of 1 to 6 and 8 channels: the values are their numbers.
inline speaker_layout layoutOf(int channels) {
    return static_cast<speaker_layout>(channels);
}

/// OBS's own format, which every filter gets.
inline void format(int rate, int channels) {
    start();
    const obs_audio_info info{static_cast<uint32_t>(rate), layoutOf(channels)};
    REQUIRE(obs_reset_audio(&info));
}

/// A source with the filter on it.
class Stage {
public:
    explicit Stage(obs_data_t* settings = nullptr)
        : source_(obs_source_create_private("mouth", "mouth", nullptr)),
          filter_(obs_source_create_private("solus_filter", "filter", settings)) {
        REQUIRE(source_);
        REQUIRE(filter_);
        obs_source_filter_add(source_, filter_);
        obs_source_add_audio_capture_callback(source_, hear, this);
    }
    ~Stage() {
        obs_source_remove_audio_capture_callback(source_, hear, this);
        obs_source_filter_remove(source_, filter_);
    }
    Stage(const Stage&) = delete;
    Stage& operator=(const Stage&) = delete;

    /// The filter's output, in blocks as they went in; timestamps continue from call to call.
    toy::Audio play(const toy::Audio& in, int rate, int block = 480) {
        heard_.assign(in.size(), {});
        for (size_t at = 0; at < in[0].size(); at += static_cast<size_t>(block)) {
            obs_source_audio audio{};
            for (size_t c = 0; c < in.size(); ++c)
                audio.data[c] = reinterpret_cast<const uint8_t*>(in[c].data() + at);
            audio.frames = static_cast<uint32_t>(std::min(static_cast<size_t>(block), in[0].size() - at));
            audio.speakers = layoutOf(static_cast<int>(in.size()));
            audio.format = AUDIO_FORMAT_FLOAT_PLANAR;
            audio.samples_per_sec = static_cast<uint32_t>(rate);
            audio.timestamp = begin_ + played_ * 1'000'000'000u / static_cast<uint64_t>(rate);
            sent = audio.timestamp;
            obs_source_output_audio(source_, &audio);
            played_ += audio.frames;
        }
        return heard_;
    }
    void jump(uint64_t nanoseconds) { begin_ += nanoseconds; }
    void set(const char* key, double value) {
        change([&](obs_data_t* d) { obs_data_set_double(d, key, value); });
    }
    void set(const char* key, bool on) {
        change([&](obs_data_t* d) { obs_data_set_bool(d, key, on); });
    }
    void set(const char* key, const std::string& text) {
        change([&](obs_data_t* d) { obs_data_set_string(d, key, text.c_str()); });
    }
    std::string setting(const char* key) {
        const OBSDataAutoRelease settings = obs_source_get_settings(filter_);
        return obs_data_get_string(settings, key);
    }
    obs_source_t* filter() { return filter_; }

    uint64_t sent = 0, got = 0; ///< timestamps of the last block, before and after the filter

private:
    template <class Action>
    void change(Action&& action) {
        const OBSDataAutoRelease data = obs_data_create();
        action(data.Get());
        obs_source_update(filter_, data);
    }
    static void hear(void* self, obs_source_t*, const audio_data* audio, bool) {
        Stage& stage = *static_cast<Stage*>(self);
        for (size_t c = 0; c < stage.heard_.size(); ++c) {
            const auto* samples = reinterpret_cast<const float*>(audio->data[c]);
            REQUIRE(samples != nullptr);
            stage.heard_[c].insert(stage.heard_[c].end(), samples, samples + audio->frames);
        }
        stage.got = audio->timestamp;
    }

    OBSSourceAutoRelease source_, filter_;
    toy::Audio heard_;
    uint64_t begin_ = 5'000'000'000u, played_ = 0;
};

} // namespace obs
