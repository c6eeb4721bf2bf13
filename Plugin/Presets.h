// Presets: four factory presets, and the user's own as files in one folder.
#pragma once

#include "PluginState.h"

#include <string>
#include <vector>

namespace solus {

struct Preset {
    std::string name;
    Settings settings;
    std::string path; ///< "" for factory presets
};

/// Factory presets on top of `standard` (all parameters at their defaults).
std::vector<Preset> factoryPresets(const Settings& standard);

/// $XDG_DATA_HOME/solus/presets or ~/.local/share/solus/presets.
std::string presetsFolder();

/// Factory presets, then those in the folder by name; unreadable files are left out and listed in `problems`.
std::vector<Preset> allPresets(const Settings& standard, std::vector<std::string>* problems = nullptr);

/// Replaces the preset of this name atomically; creates the folder. Returns its path. Throws Error for an empty or
/// invalid name, and if the file exists and is not this preset; WriteError if the system refuses.
std::string savePreset(const std::string& name, const Settings&);
/// Throws WriteError if the system refuses.
void deletePreset(const Preset&);

} // namespace solus
