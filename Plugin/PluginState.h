// What a session keeps, as text: settings, model, voices. Versioned, complete, the same bytes for the same
// state.
#pragma once

#include "VoiceBook.h"

#include <map>
#include <string>
#include <vector>

namespace solus {

/// Which denoiser runs: one that ships, by name, or a file, by path; the hash says whether it is still the
/// same.
struct ModelChoice {
    std::string name; ///< "denoise-solus"; of a file: the name inside it
    std::string path; ///< "" for a model that ships
    std::string hash; ///< SHA-256 of the file
    bool operator==(const ModelChoice&) const = default;
};

/// What presets, A/B and undo switch. Parameters by ID, in their own units.
struct Settings {
    std::map<std::string, float> parameters;
    ModelChoice model;
    bool openWhileUndecided = true; ///< the gate, before it knows who is talking
    float lookAheadMs = 0.0f;       ///< of the gate; adds to the latency
    bool split = false;             ///< each channel by itself, instead of one mask for all
    bool operator==(const Settings&) const = default;
};

struct PluginState {
    Settings settings;
    std::vector<KnownVoice> voices;
    std::string preset; ///< name shown in the editor, "" if none
    std::string theme = "dark";
    int width = 960, height = 600; ///< of the editor
    int zoom = 100;                ///< of the editor, in percent

    /// JSON. Loading and saving again gives the same bytes.
    std::string toText() const;
    /// Fields that are missing keep the values of `fallback` (older versions), unknown ones are skipped
    /// (newer versions), values out of range come back as they are. Throws Error for what is no state at all
    /// or damaged.
    static PluginState fromText(const std::string& text, const PluginState& fallback);
};

/// Settings alone, with a name: the file format of presets. Throws Error naming `origin`.
std::string presetToText(const std::string& name, const Settings&);
std::pair<std::string, Settings> presetFromText(const std::string& text, const Settings& fallback,
                                                const std::string& origin);

} // namespace solus
