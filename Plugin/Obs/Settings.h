// The settings in OBS: the keys under which scenes store them, defaults, and the dialogue.
#pragma once

#include "Engine/EngineSettings.h"

#include <obs-module.h>
#include <string>

namespace solus::obs {

/// Scenes store these keys, so they never change. The other keys are the IDs of the parameter table.
inline constexpr const char* voiceSetting = "voice"; ///< a name of VoiceFolder::names(); "": everybody passes
inline constexpr const char* modelSetting = "model"; ///< as findModel() takes it; "": the default
inline constexpr const char* learnFileSetting = "learn_file";
inline constexpr const char* learnNameSetting = "learn_name";

struct Wanted {
    EngineSettings engine;
    std::string voice, model;
};

void setDefaults(obs_data_t*);
Wanted read(obs_data_t*);

/// For enrolment: `data` is for the button, `status` one line for the user, or "".
obs_properties_t* makeProperties(obs_data_t* settings, obs_property_clicked_t learn, void* data,
                                 const std::string& status);

/// In the user's language; "%1" is replaced by `argument`.
std::string translated(const char* key, const std::string& argument = "");

} // namespace solus::obs
