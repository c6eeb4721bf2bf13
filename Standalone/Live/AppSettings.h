// What the live app remembers from one day to the next.
#pragma once

#include "Audio/InputChannel.h"
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
    int zoom = 100;               ///< percent, 100 ... 200
    std::string setAside;         ///< where load() put a file that was damaged; not saved

    /// $XDG_CONFIG_HOME/solus/live.json or ~/.config/solus/live.json.
    static std::string usualPath();
    /// What is missing has its default: the app always starts. A file that is damaged as a whole is put aside.
    static AppSettings load(const std::string& path);
    /// Replaces the file atomically, makes the folder. Throws WriteError or Error.
    void save(const std::string& path) const;
    /// `recordings`, or the usual folder.
    std::string recordingsFolder() const;
    /// A new file in the folder of recordings: "Solus 2026-01-31 17.45.12.wav".
    std::string nextRecording() const;
};

} // namespace solus::live
