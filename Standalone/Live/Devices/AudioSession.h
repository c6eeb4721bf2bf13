// The audio device: selection, opening, and what happens when it is unplugged and comes back.
#pragma once

#include "Devices/DeviceChoice.h"

#include <functional>
#include <juce_audio_devices/juce_audio_devices.h>
#include <memory>
#include <string>
#include <vector>

namespace solus::live {

/// Message thread only. Devices are opened directly, not through JUCE's AudioDeviceManager, whose callback takes a
/// lock in each block and mixes through its own buffers.
class AudioSession final : private juce::Timer {
public:
    /// An audio system, e.g. ALSA. Families are made anew for every scan, since some scan only once.
    struct Family {
        juce::String name;
        std::function<std::unique_ptr<juce::AudioIODeviceType>()> make;
    };
    /// JACK (PipeWire provides it too), ALSA, and the simulated device, as far as they are available.
    static std::vector<Family> systemFamilies();

    AudioSession(juce::AudioIODeviceCallback&, std::function<unsigned()> blocksSoFar,
                 std::vector<Family> families = systemFamilies());
    ~AudioSession() override;

    /// The next devices deliver at least this many inputs, if they have them. Devices with fewer than 32 deliver all,
    /// so that the microphone's input can be found by its level. (Virtual devices with endless channels have more.)
    void setInputsNeeded(int inputs) noexcept { inputsNeeded_ = inputs; }
    /// Opens the wanted device, or the next best one; empty wishes mean the best available.
    void open(const DeviceChoice& wish);
    /// Stops audio. open() starts again.
    void close();
    const DeviceChoice& wish() const noexcept { return wish_; }

    /// The current device.
    struct Facts {
        DeviceChoice device; ///< names, rate and block as opened
        bool asWished = true;
        std::string problem;                  ///< why the wanted device is not in use; "" if all is well
        int xruns = 0;                        ///< as counted by the device, since the program started
        double inputMs = 0.0, outputMs = 0.0; ///< latency as reported by the driver
        int inputs = 0, outputs = 0;
    };
    Facts facts() const;

    // The available choices.
    juce::StringArray families() const;
    /// The current devices, without ALSA's converters.
    juce::StringArray devices(const juce::String& family, bool input) const;
    /// Names of the inputs of the current device.
    juce::StringArray inputs() const;
    juce::Array<double> rates() const;
    juce::Array<int> blocks() const;

    /// A device has disappeared or is back, and is about to be closed; the argument describes this.
    std::function<void(const std::string&)> leaving;
    /// Something above has changed.
    std::function<void()> changed;

    /// Called by the timer four times per second: notices when a device disappears or comes back. Also called by
    /// tests.
    void watch();

private:
    void timerCallback() override { watch(); }
    bool tryOpen(const DeviceChoice&);
    void openBest(const juce::String& why);
    void followRate();
    bool wishedDeviceIsThere();
    std::string whatHasGone() const;
    bool lostASide();
    void closeDevice();
    std::unique_ptr<juce::AudioIODeviceType> lookAround(const juce::String& family) const;

    juce::AudioIODeviceCallback& callback_;
    std::function<unsigned()> blocksSoFar_;
    std::vector<Family> families_;
    DeviceChoice wish_, now_;
    std::string problem_;
    std::unique_ptr<juce::AudioIODeviceType> type_; // outlives its device
    std::unique_ptr<juce::AudioIODevice> device_;
    double rateAtStart_ = 0.0;
    int earlierXruns_ = 0;
    unsigned lastBlocks_ = 0;
    int inputsNeeded_ = 2;
    bool inputWorked_ = false, outputWorked_ = false; // since the device was opened
    int ticksWithoutPorts_ = 0;                       // ticks of the timer, like the next two
    int stillFor_ = 0, sinceLook_ = 0;
    bool opened_ = false;
};

} // namespace solus::live
