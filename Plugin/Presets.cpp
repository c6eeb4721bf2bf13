// The factory presets, and the folder of the user's own.
#include "Presets.h"

#include "Base/Error.h"
#include "Base/FileName.h"
#include "Base/Text.h"
#include "Base/WholeFile.h"
#include "Identity.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace solus {
namespace {

namespace fs = std::filesystem;
constexpr const char* extension = ".soluspreset";

Settings with(Settings settings, std::initializer_list<std::pair<const char*, float>> changes) {
    for (const auto& [id, value] : changes) settings.parameters[id] = value;
    return settings;
}

std::string textOf(const fs::path& path) {
    std::ifstream file(path);
    std::stringstream text;
    text << file.rdbuf();
    return text.str();
}

/// Only a preset of exactly this name may be replaced: the file may have been renamed, or be something else.
void refuseToReplace(const std::string& path, const std::string& name, const Settings& settings) {
    std::error_code none;
    if (!fs::exists(path, none)) return;
    std::string there;
    try {
        there = presetFromText(textOf(path), settings, path).first;
    } catch (const Error&) {
        throw Error(path + ": already exists and is not a preset, so it is left alone; choose another name");
    }
    if (there != name)
        throw Error(path + ": is the preset \"" + there + "\", so it is left alone; choose another name");
}

} // namespace

std::vector<Preset> factoryPresets(const Settings& standard) {
    using namespace identity;
    return {{"Podcast voice", with(standard, {{amount, 24.0f}}), ""},
            {"Noisy street", with(standard, {{amount, 60.0f}}), ""},
            // Little reduction and some dry signal, so that instruments and room keep their timbre.
            {"Gentle, music-safe", with(standard, {{amount, 8.0f}, {mix, 80.0f}}), ""},
            {"Only me", with(standard, {{amount, 40.0f}, {gate, 1.0f}, {floor, -40.0f}}), ""}};
}

std::string presetsFolder() {
    return (fs::path(voicesFolder()).parent_path() / "presets").string();
}

std::vector<Preset> allPresets(const Settings& standard, std::vector<std::string>* problems) {
    std::vector<Preset> presets = factoryPresets(standard), own;
    std::error_code none;
    for (const auto& entry : fs::directory_iterator(presetsFolder(), none)) {
        if (entry.path().extension() != extension) continue;
        try {
            auto [name, settings] = presetFromText(textOf(entry.path()), standard, entry.path().string());
            own.push_back({std::move(name), std::move(settings), entry.path().string()});
        } catch (const Error& e) {
            if (problems) problems->push_back(e.what());
        }
    }
    std::sort(own.begin(), own.end(), [](const Preset& a, const Preset& b) { return a.name < b.name; });
    presets.insert(presets.end(), own.begin(), own.end());
    return presets;
}

std::string savePreset(const std::string& name, const Settings& settings) {
    if (const auto fault = faultOfName(name, extension); !fault.empty())
        throw Error(inQuotes(name) + " cannot be the name of a preset: " + fault);
    const auto path = fs::path(presetsFolder()) / (name + extension);
    refuseToReplace(path.string(), name, settings);
    std::error_code ignored; // the file says what is wrong
    fs::create_directories(path.parent_path(), ignored);
    writeWhole(path, presetToText(name, settings));
    return path.string();
}

void deletePreset(const Preset& preset) {
    std::error_code failure;
    if (!preset.path.empty() && !fs::remove(preset.path, failure) && failure)
        throw WriteError(preset.path + ": cannot be deleted (" + failure.message() + ")");
}

} // namespace solus
