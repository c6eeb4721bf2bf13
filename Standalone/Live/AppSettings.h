// The settings that the live app stores.
#pragma once

#include "Audio/InputChannel.h"
#include "Devices/DeviceChoice.h"

#include <string>

namespace solus::live {

/// One JSON file. Monitoring is not stored: the app always starts silent.
struct AppSettings {
    DeviceChoice device;
    InputChannel inputChannel = InputChannel::first;
    bool loop = true;
    std::string recordings;       ///< folder, "" for the default
    std::string recordAs = "wav"; ///< or "flac"
    std::string state;            ///< of the processor, as a session stores it
    int width = 0, height = 0;    ///< of the window's contents; 0: the default
    int zoom = 100;               ///< percent, 100 ... 200
    std::string setAside;         ///< new name of a damaged file, if load() renamed one; not saved

    /// $XDG_CONFIG_HOME/solus/live.json or ~/.config/solus/live.json.
    static std::string usualPath();
    /// Missing settings get their defaults: the app always starts. A completely damaged file is renamed.
    static AppSettings load(const std::string& path);
    /// Replaces the file atomically; creates the folder. Throws WriteError or Error.
    void save(const std::string& path) const;
    /// `recordings`, or the default folder.
    std::string recordingsFolder() const;
    /// A new file in the folder of recordings: "Solus 2026-01-31 17.45.12.wav".
    std::string nextRecording() const;
};

} // namespace solus::live
