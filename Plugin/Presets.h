// Presets: four that ship, and the user's own as files in one folder.
#pragma once

#include "PluginState.h"

#include <string>
#include <vector>

namespace solus {

struct Preset {
    std::string name;
    Settings settings;
    std::string path; ///< "" for those that ship
};

/// Factory presets on top of `standard` (all parameters at their defaults).
std::vector<Preset> factoryPresets(const Settings& standard);

/// $XDG_DATA_HOME/solus/presets or ~/.local/share/solus/presets.
std::string presetsFolder();

/// Factory presets, then those in the folder by name; files that cannot be read are left out and named in
/// `problems`.
std::vector<Preset> allPresets(const Settings& standard, std::vector<std::string>* problems = nullptr);

/// Replaces the preset of this name atomically; makes the folder. Returns its path. Throws Error for an empty or
/// unusable name, and where the file is something else.
std::string savePreset(const std::string& name, const Settings&);
void deletePreset(const Preset&);

} // namespace solus
