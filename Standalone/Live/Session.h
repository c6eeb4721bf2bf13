// The live app without its window: processor, audio, settings.
#pragma once

#include "AppSettings.h"
#include "Audio/LiveCallback.h"
#include "Devices/AudioSession.h"
#include "Options.h"
#include "Processor.h"

#include <optional>

namespace solus::live {

/// Message thread only.
class Session {
public:
    explicit Session(const Options&);
    ~Session();

    /// Opens the audio device and starts the audio.
    void start();

    SolusProcessor& processor() noexcept { return processor_; }
    LiveCallback& live() noexcept { return live_; }
    AudioSession& devices() noexcept { return devices_; }
    AppSettings& settings() noexcept { return settings_; }

    /// Plays a file instead of the microphone; an unreadable file is a message().
    void openFile(const std::string& path);
    void toggleRecording();
    /// Reopens the device, with another choice or microphone channel.
    void chooseDevice(const DeviceChoice&, InputChannel);

    /// The latest message ("Saved ..."), "" if there is none.
    const std::string& message() const noexcept { return message_; }
    /// Call a few times per second: ends recordings that the disk does not accept, evaluates measurements, notices a
    /// microphone in another input.
    void tick();
    /// Output to input in samples, if measured since the device was opened; negative: nothing came back.
    std::optional<int> roundTrip() const noexcept { return roundTrip_; }
    void measureRoundTrip();

    /// Xruns of the device, and blocks for which Solus was too slow.
    int xruns() const;
    void resetXruns();

    /// Saves the settings.
    void remember();
    /// The display server has gone, and the program will end: finishes the recording, saves the settings. Throws
    /// nothing.
    void saveAll() noexcept;

private:
    void stopRecording(const std::string& because = "");
    void rescueRecordings(const std::string& folder);
    void compareInputs();

    std::string settingsPath_; ///< "" in unattended runs: nothing is saved
    AppSettings settings_;
    SolusProcessor processor_;
    LiveCallback live_;
    AudioSession devices_;
    std::string message_, toldProblem_; ///< the latter: the player's, which is said once
    std::optional<int> roundTrip_;
    int xrunsBefore_ = 0;
    bool wasRecording_ = false;
    double silentSince_ = 0.0; ///< ms; the chosen input is silent and another is not; 0: not the case
};

} // namespace solus::live
