// Parameters, voices and models in OBS's terms.
#include "Obs/Settings.h"

#include "Engine/Models.h"
#include "Engine/Numbers.h"
#include "Engine/Parameters.h"
#include "Engine/VoiceFolder.h"

#include <algorithm>
#include <cmath>
#include <filesystem>

namespace solus::obs {
namespace {

namespace fs = std::filesystem;

/// The parameters that are shown; all others keep their defaults.
constexpr Parameter shown[] = {Parameter::amount, Parameter::gate, Parameter::threshold, Parameter::floor};

void add(obs_properties_t* properties, Parameter parameter) {
    const ParameterSpec& s = specOf(parameter);
    const std::string key = std::string("Parameter.") + s.id;
    if (s.kind == ParameterKind::toggle) {
        obs_properties_add_bool(properties, s.id, obs_module_text(key.c_str()));
    } else {
        // Decimal value of the step: a float 0.1 is not exactly a tenth.
        const double step = static_cast<double>(std::lround(static_cast<double>(s.step) * 10.0)) / 10.0;
        obs_property_t* p =
            obs_properties_add_float_slider(properties, s.id, obs_module_text(key.c_str()),
                                            static_cast<double>(s.low), static_cast<double>(s.high), step);
        obs_property_float_set_suffix(p, (std::string(" ") + s.unit).c_str());
    }
}

obs_property_t* addList(obs_properties_t* properties, const char* id, const char* label, const char* none) {
    obs_property_t* list = obs_properties_add_list(properties, id, obs_module_text(label),
                                                   OBS_COMBO_TYPE_LIST, OBS_COMBO_FORMAT_STRING);
    obs_property_list_add_string(list, obs_module_text(none), "");
    return list;
}

/// A voice or model chosen in a scene stays chosen and visible, even if it is not on this computer.
void addMissing(obs_property_t* list, const std::string& chosen) {
    for (size_t i = 0; i < obs_property_list_item_count(list); ++i)
        if (chosen == obs_property_list_item_string(list, i)) return;
    obs_property_list_add_string(list, translated("Missing", chosen).c_str(), chosen.c_str());
}

void addVoices(obs_properties_t* properties, const std::string& chosen) {
    obs_property_t* list = addList(properties, voiceSetting, "Voice", "Voice.Nobody");
    for (const auto& name : VoiceFolder().names())
        obs_property_list_add_string(list, name.c_str(), name.c_str());
    addMissing(list, chosen);
}

void addModels(obs_properties_t* properties, const std::string& chosen) {
    obs_property_t* list = addList(properties, modelSetting, "Model", "Model.Default");
    for (const auto& name : builtInNames("denoiser"))
        if (name != defaultDenoiserName)
            obs_property_list_add_string(list, name.substr(name.find('-') + 1).c_str(), name.c_str());
    std::vector<fs::path> own;
    std::error_code error;
    for (fs::directory_iterator it(modelsFolder(), error), end; !error && it != end; it.increment(error))
        if (it->path().extension() == ".safetensors") own.push_back(it->path());
    std::sort(own.begin(), own.end());
    for (const auto& file : own) obs_property_list_add_string(list, file.stem().c_str(), file.c_str());
    addMissing(list, chosen);
}

} // namespace

void setDefaults(obs_data_t* data) {
    for (const Parameter parameter : shown) {
        const ParameterSpec& s = specOf(parameter);
        if (s.kind == ParameterKind::toggle)
            obs_data_set_default_bool(data, s.id, isOn(s.standard));
        else
            obs_data_set_default_double(data, s.id, static_cast<double>(s.standard));
    }
    for (const char* id : {voiceSetting, modelSetting, learnFileSetting, learnNameSetting})
        obs_data_set_default_string(data, id, "");
}

Wanted read(obs_data_t* data) {
    ParameterValues values = standardValues();
    for (const Parameter parameter : shown) {
        const ParameterSpec& s = specOf(parameter);
        const bool toggle = s.kind == ParameterKind::toggle;
        values[static_cast<size_t>(parameter)] =
            saneValue(s, toggle ? static_cast<float>(obs_data_get_bool(data, s.id))
                                : static_cast<float>(obs_data_get_double(data, s.id)));
    }
    return {toSettings(values), obs_data_get_string(data, voiceSetting),
            obs_data_get_string(data, modelSetting)};
}

obs_properties_t* makeProperties(obs_data_t* settings, obs_property_clicked_t learn, void* data,
                                 const std::string& status) {
    const Wanted wanted = read(settings);
    obs_properties_t* properties = obs_properties_create();
    add(properties, Parameter::amount);
    add(properties, Parameter::gate);
    addVoices(properties, wanted.voice);
    add(properties, Parameter::threshold);
    add(properties, Parameter::floor);
    addModels(properties, wanted.model);

    obs_properties_t* group = obs_properties_create();
    obs_properties_add_path(group, learnFileSetting, obs_module_text("Learn.File"), OBS_PATH_FILE,
                            translated("Learn.Kinds").c_str(), nullptr);
    obs_properties_add_text(group, learnNameSetting, obs_module_text("Learn.Name"), OBS_TEXT_DEFAULT);
    obs_properties_add_button2(group, "learn", obs_module_text("Learn.Button"), learn, data);
    if (!status.empty()) obs_properties_add_text(group, "learn_status", status.c_str(), OBS_TEXT_INFO);
    obs_properties_add_group(properties, "learn_group", obs_module_text("Learn"), OBS_GROUP_NORMAL, group);
    return properties;
}

std::string translated(const char* key, const std::string& argument) {
    std::string text = obs_module_text(key);
    if (const auto at = text.find("%1"); at != std::string::npos) text.replace(at, 2, argument);
    return text;
}

} // namespace solus::obs
