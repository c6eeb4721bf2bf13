// What a user sets in OBS: names under which scenes keep it, defaults, and the dialogue.
#pragma once

#include "Engine/EngineSettings.h"

#include <obs-module.h>
#include <string>

namespace solus::obs {

/// Scenes hold these names: they never change. The others are the IDs of the table of parameters.
inline constexpr const char* voiceSetting = "voice"; ///< a name of VoiceFolder::names(); "": nobody, all pass
inline constexpr const char* modelSetting = "model"; ///< what findModel() takes; "": the default
inline constexpr const char* learnFileSetting = "learn_file";
inline constexpr const char* learnNameSetting = "learn_name";

struct Wanted {
    EngineSettings engine;
    std::string voice, model;
};

void setDefaults(obs_data_t*);
Wanted read(obs_data_t*);

/// Of what was learnt: `data` is for the button, `status` one line for the user, or "".
obs_properties_t* makeProperties(obs_data_t* settings, obs_property_clicked_t learn, void* data,
                                 const std::string& status);

/// In the language of the user; "%1" becomes `argument`.
std::string translated(const char* key, const std::string& argument = "");

} // namespace solus::obs
