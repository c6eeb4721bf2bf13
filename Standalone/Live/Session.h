// Everything of the live app but its face: processor, sound, settings.
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

    /// Opens the sound device; from here on things can be heard.
    void start();

    SolusProcessor& processor() noexcept { return processor_; }
    LiveCallback& live() noexcept { return live_; }
    AudioSession& devices() noexcept { return devices_; }
    AppSettings& settings() noexcept { return settings_; }

    /// Plays a file in the place of the microphone; a file that cannot be read is a message().
    void openFile(const std::string& path);
    void toggleRecording();
    /// Opens the device anew, with another choice or microphone channel.
    void chooseDevice(const DeviceChoice&, InputChannel);

    /// The last thing worth telling ("Saved ..."), "" if nothing.
    const std::string& message() const noexcept { return message_; }
    /// Call a few times a second: ends recordings that the disk refuses, evaluates measurements, notices a microphone that
    /// is in another input.
    void tick();
    /// Output to input in samples, if it was measured since the device was opened; negative: nothing came
    /// back.
    std::optional<int> roundTrip() const noexcept { return roundTrip_; }
    void measureRoundTrip();

    /// Xruns of the device, and blocks that Solus itself was too slow for.
    int xruns() const;
    void resetXruns();

    /// Writes what shall be remembered.
    void remember();
    /// The display has gone, and with it the program: finishes the recording, remembers. Throws nothing.
    void saveAll() noexcept;

private:
    void stopRecording(const std::string& because = "");
    void rescueRecordings(const std::string& folder);
    void compareInputs();

    std::string settingsPath_; ///< "" in unattended runs: nothing is remembered
    AppSettings settings_;
    SolusProcessor processor_;
    LiveCallback live_;
    AudioSession devices_;
    std::string message_;
    std::optional<int> roundTrip_;
    int xrunsBefore_ = 0;
    bool wasRecording_ = false;
    double silentSince_ = 0.0; ///< ms; the chosen input is silent and another is not; 0: not so
};

} // namespace solus::live
