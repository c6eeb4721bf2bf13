// The sound device: which one, opened how; what happens when it is unplugged, and when it comes back.
#pragma once

#include "Devices/DeviceChoice.h"

#include <functional>
#include <juce_audio_devices/juce_audio_devices.h>
#include <memory>
#include <string>
#include <vector>

namespace solus::live {

/// Message thread only. Devices are opened directly, not through JUCE's AudioDeviceManager, whose callback
/// takes a lock for each block and mixes through buffers of its own.
class AudioSession final : private juce::Timer {
public:
    /// A way to sound, e.g. ALSA. Families are made anew for every look around, since some look only once.
    struct Family {
        juce::String name;
        std::function<std::unique_ptr<juce::AudioIODeviceType>()> make;
    };
    /// JACK (which PipeWire speaks as well), ALSA, and the device that is none, as far as they are there.
    static std::vector<Family> systemFamilies();

    AudioSession(juce::AudioIODeviceCallback&, std::function<unsigned()> blocksSoFar,
                 std::vector<Family> families = systemFamilies());
    ~AudioSession() override;

    /// The next devices deliver at least so many inputs, if they have them. Those with less than 32 deliver all: then it
    /// can be heard which one the microphone is in. (More have the endless virtual ones.)
    void setInputsNeeded(int inputs) noexcept { inputsNeeded_ = inputs; }
    /// Opens what is wished for, or the next best thing; wishes that are empty mean "whatever is best".
    void open(const DeviceChoice& wish);
    /// Stops audio. open() starts again.
    void close();
    const DeviceChoice& wish() const noexcept { return wish_; }

    /// What plays now.
    struct Facts {
        DeviceChoice device; ///< names, rate and block as they are
        bool asWished = true;
        std::string problem;                  ///< why it is not, in words; "" if nothing is wrong
        int xruns = 0;                        ///< as counted by the device, since the program started
        double inputMs = 0.0, outputMs = 0.0; ///< what the driver says of its own latency
        int inputs = 0, outputs = 0;
    };
    Facts facts() const;

    // What could be chosen.
    juce::StringArray families() const;
    /// As they are at this moment, without ALSA's converters.
    juce::StringArray devices(const juce::String& family, bool input) const;
    /// Names of the inputs of the device that plays.
    juce::StringArray inputs() const;
    juce::Array<double> rates() const;
    juce::Array<int> blocks() const;

    /// A device has gone or is back, and is about to be closed; the argument says it in words.
    std::function<void(const std::string&)> leaving;
    /// Something of the above has changed.
    std::function<void()> changed;

    /// What the timer does four times a second: notices that a device has gone, or is back. For tests as
    /// well.
    void watch();

private:
    void timerCallback() override { watch(); }
    bool tryOpen(const DeviceChoice&);
    void openBest(const juce::String& why);
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
    int earlierXruns_ = 0;
    unsigned lastBlocks_ = 0;
    int inputsNeeded_ = 2;
    bool inputWorked_ = false, outputWorked_ = false; // since the device was opened
    int sidelessFor_ = 0;                             // ticks of the timer, like the next two
    int stillFor_ = 0, sinceLook_ = 0;
    bool opened_ = false;
};

} // namespace solus::live
