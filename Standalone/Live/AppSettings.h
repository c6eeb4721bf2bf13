// What the live app remembers from one day to the next.
#pragma once

#include "Audio/LiveCallback.h"
#include "Devices/DeviceChoice.h"

#include <string>

namespace solus::live {

/// One JSON file. Whether the output is monitored is not remembered: the app always starts silent.
struct AppSettings {
    DeviceChoice device;
    InputChannel inputChannel = InputChannel::first;
    bool loop = true;
    std::string recordings;       ///< folder, "" for the usual one
    std::string recordAs = "wav"; ///< or "flac"
    std::string state;            ///< the processor's, as a session would keep it
    int width = 0, height = 0;    ///< of the window's contents; 0: as it comes

    /// $XDG_CONFIG_HOME/solus/live.json or ~/.config/solus/live.json.
    static std::string usualPath();
    /// What is missing or damaged has its default: the app always starts.
    static AppSettings load(const std::string& path);
    /// Replaces the file atomically, makes the folder. Throws WriteError or Error.
    void save(const std::string& path) const;
    /// A new file in the folder of recordings: "Solus 2026-01-31 17.45.12.wav".
    std::string nextRecording() const;
};

} // namespace solus::live
