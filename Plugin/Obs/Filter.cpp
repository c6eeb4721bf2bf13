// Applies settings and processes audio.
#include "Obs/Filter.h"

#include "Engine/Models.h"
#include "Engine/VoiceFolder.h"
#include "Obs/Log.h"

#include <media-io/audio-io.h>
#include <memory>

namespace solus::obs {
namespace {

constexpr uint64_t second = 1'000'000'000;

uint64_t durationOf(uint64_t frames, int rate) noexcept {
    return frames * second / static_cast<uint64_t>(rate);
}

} // namespace

Filter::Filter(obs_source_t* self, obs_data_t* settings)
    : self_(self), embedder_(defaultEmbedder()), denoiser_(defaultDenoiser()),
      learning_([this](const std::string& name) { learnt(name); }) {
    const Wanted wanted = read(settings);
    settings_ = wanted.engine;
    adoptModel(wanted.model);
    adoptVoice(wanted.voice);
    attempt(obs_source_get_name(self_), [&] { fit(formatOfObs()); });
}

Filter::Format Filter::formatOfObs() noexcept {
    const audio_t* audio = obs_get_audio();
    if (!audio) return {};
    return {static_cast<int>(audio_output_get_sample_rate(audio)),
            static_cast<int>(audio_output_get_channels(audio))};
}

void Filter::fit(const Format& format) {
    if (format.channels == 0) return;
    auto fresh = std::make_unique<Sounding>(denoiser_, embedder_);
    fresh->engine.setSettings(settings_);
    fresh->engine.setVoices(passing_);
    fresh->engine.prepare(format.rate, format.channels);
    fresh->format = format;
    newest_ = fresh.get();
    handover_.offer(std::move(fresh));
}

void Filter::update(obs_data_t* settings) noexcept {
    attempt(obs_source_get_name(self_), [&] {
        const Wanted wanted = read(settings);
        const std::lock_guard lock(settingsMutex_);
        handover_.collect();
        settings_ = wanted.engine;
        if (newest_) newest_->engine.setSettings(settings_);
        if (wanted.model != model_) adoptModel(wanted.model);
        if (wanted.voice != voice_) adoptVoice(wanted.voice);
        if (const Format format = formatOfObs(); !newest_ || format != newest_->format) fit(format);
    });
}

void Filter::adoptModel(const std::string& name) {
    model_ = name; // report an error once, not at every movement of a slider
    std::shared_ptr<const Model> model = defaultDenoiser();
    attempt(obs_source_get_name(self_), [&] { model = findDenoiser(name); });
    if (model == denoiser_) return;
    attempt(obs_source_get_name(self_), [&] {
        if (newest_) newest_->engine.setDenoiser(model);
        denoiser_ = model;
    });
}

void Filter::adoptVoice(const std::string& name) {
    voice_ = name;
    passing_.clear();
    attempt(obs_source_get_name(self_), [&] {
        if (!name.empty()) passing_.push_back(VoiceFolder().load(name, *embedder_));
    });
    attempt(obs_source_get_name(self_), [&] {
        if (newest_) newest_->engine.setVoices(passing_);
    });
}

obs_audio_data* Filter::process(obs_audio_data* audio) noexcept {
    if (Sounding* fresh = handover_.take()) {
        if (playing_) handover_.retire(playing_.release());
        playing_.reset(fresh);
    }
    if (!playing_ || playing_->format != formatOfObs()) return audio;
    auto& [engine, format] = *playing_;
    float* planes[MAX_AV_PLANES];
    for (int c = 0; c < format.channels; ++c) {
        planes[c] = reinterpret_cast<float*>(audio->data[c]);
        if (!planes[c]) return audio;
    }
    // After a jump of more than a second it is unrelated audio, which must not be mixed with the old.
    const uint64_t now = audio->timestamp;
    if (expected_ != 0 && (now > expected_ ? now - expected_ : expected_ - now) > second) engine.reset();
    expected_ = now + durationOf(audio->frames, format.rate);

    engine.process(planes, planes, static_cast<int>(audio->frames));
    const uint64_t delay = durationOf(static_cast<uint64_t>(engine.latencySamples()), format.rate);
    audio->timestamp = now > delay ? now - delay : 0;
    return audio;
}

obs_properties_t* Filter::properties() noexcept {
    obs_properties_t* properties = nullptr;
    attempt(obs_source_get_name(self_), [&] {
        const std::unique_ptr<obs_data_t, decltype(&obs_data_release)> settings(
            obs_source_get_settings(self_), obs_data_release);
        const auto clicked = [](obs_properties_t*, obs_property_t*, void* data) {
            Filter& filter = *static_cast<Filter*>(data);
            obs_data_t* now = obs_source_get_settings(filter.self_);
            attempt("learn", [&] {
                filter.learning_.start(obs_data_get_string(now, learnFileSetting),
                                       obs_data_get_string(now, learnNameSetting));
            });
            obs_data_release(now);
            return true; // rebuild the dialogue, with the status
        };
        properties = makeProperties(settings.get(), clicked, this, learning_.status());
    });
    return properties;
}

void Filter::learnt(const std::string& name) {
    if (!name.empty()) {
        obs_data_t* change = obs_data_create();
        obs_data_set_string(change, voiceSetting, name.c_str());
        obs_data_set_string(change, learnFileSetting, "");
        obs_data_set_string(change, learnNameSetting, "");
        obs_source_update(self_, change);
        obs_data_release(change);
    }
    obs_source_update_properties(self_);
}

} // namespace solus::obs
