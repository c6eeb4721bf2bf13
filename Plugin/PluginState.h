// What a session stores, as text: settings, model, voices. Versioned and complete; equal states give equal bytes.
#pragma once

#include "Verify/Gate.h"
#include "VoiceBook.h"

#include <map>
#include <string>
#include <vector>

namespace solus {

/// The chosen denoiser: a built-in one by name, or a file by path. The hash tells whether it is still the same.
struct ModelChoice {
    std::string name; ///< "denoise-solus"; for a file: the name inside it
    std::string path; ///< "" for a built-in model
    std::string hash; ///< SHA-256 of the file
    bool operator==(const ModelChoice&) const = default;
};

/// The settings that presets, A/B and undo change. Parameters by ID, in their own units.
struct Settings {
    std::map<std::string, float> parameters;
    ModelChoice model;
    Undecided undecided = Undecided::open; ///< the gate until it knows who is talking
    float lookAheadMs = 0.0f;              ///< of the gate; adds to the latency
    bool split = false;                    ///< each channel separately, instead of one mask for all
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
    /// Missing fields keep the values of `fallback` (older versions), unknown ones are skipped (newer versions), and
    /// values out of range are returned as they are. Throws Error if this is not a state, or is damaged.
    static PluginState fromText(const std::string& text, const PluginState& fallback);
};

/// Settings only, with a name: the file format of presets. Throws Error naming `origin`.
std::string presetToText(const std::string& name, const Settings&);
std::pair<std::string, Settings> presetFromText(const std::string& text, const Settings& fallback,
                                                const std::string& origin);

} // namespace solus
