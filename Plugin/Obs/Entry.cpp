// The module that OBS loads: one audio filter, "Solus".
#include "Obs/Filter.h"
#include "Obs/Log.h"

OBS_DECLARE_MODULE()
OBS_MODULE_USE_DEFAULT_LOCALE("solus", "en-US")

MODULE_EXPORT const char* obs_module_name() {
    return "Solus";
}

MODULE_EXPORT const char* obs_module_description() {
    return obs_module_text("Description");
}

namespace solus::obs {
namespace {

Filter& of(void* data) noexcept {
    return *static_cast<Filter*>(data);
}

/// Scenes store the ID, so it never changes.
obs_source_info describe() noexcept {
    obs_source_info info{};
    info.id = "solus_filter";
    info.type = OBS_SOURCE_TYPE_FILTER;
    info.output_flags = OBS_SOURCE_AUDIO;
    info.get_name = [](void*) { return obs_module_text("Solus"); };
    info.create = [](obs_data_t* settings, obs_source_t* self) -> void* {
        Filter* filter = nullptr;
        attempt(obs_source_get_name(self), [&] { filter = new Filter(self, settings); });
        return filter;
    };
    info.destroy = [](void* data) { delete static_cast<Filter*>(data); };
    info.get_defaults = [](obs_data_t* settings) { setDefaults(settings); };
    info.get_properties = [](void* data) -> obs_properties_t* {
        return data ? of(data).properties() : nullptr;
    };
    info.update = [](void* data, obs_data_t* settings) { of(data).update(settings); };
    info.filter_audio = [](void* data, obs_audio_data* audio) { return of(data).process(audio); };
    return info;
}

} // namespace
} // namespace solus::obs

MODULE_EXPORT bool obs_module_load() {
    const obs_source_info info = solus::obs::describe();
    obs_register_source(&info);
    blog(LOG_INFO, "[solus] version %s", SOLUS_VERSION);
    return true;
}
