// A simulated audio device: silent input, discarded output, at real-time speed.
#pragma once

#include <atomic>
#include <juce_audio_devices/juce_audio_devices.h>
#include <thread>

namespace solus::live {

/// For the file player, the recorder and the display on machines without a sound card.
class SimulatedDevice final : public juce::AudioIODevice {
public:
    static constexpr const char* deviceName = "No sound card";

    SimulatedDevice() : AudioIODevice(deviceName, "None") {}
    ~SimulatedDevice() override { close(); }

    juce::StringArray getOutputChannelNames() override { return {"Left", "Right"}; }
    juce::StringArray getInputChannelNames() override { return {"Silence"}; }
    juce::Array<double> getAvailableSampleRates() override { return {44100.0, 48000.0, 96000.0}; }
    juce::Array<int> getAvailableBufferSizes() override { return {64, 128, 256, 480, 512, 1024}; }
    int getDefaultBufferSize() override { return 480; }
    juce::String open(const juce::BigInteger&, const juce::BigInteger&, double sampleRate,
                      int block) override;
    void close() override;
    bool isOpen() override { return open_; }
    void start(juce::AudioIODeviceCallback*) override;
    void stop() override;
    bool isPlaying() override { return worker_.joinable(); }
    juce::String getLastError() override { return {}; }
    int getCurrentBufferSizeSamples() override { return block_; }
    double getCurrentSampleRate() override { return rate_; }
    int getCurrentBitDepth() override { return 32; }
    juce::BigInteger getActiveOutputChannels() const override { return juce::BigInteger(3); }
    juce::BigInteger getActiveInputChannels() const override { return juce::BigInteger(1); }
    int getOutputLatencyInSamples() override { return 0; }
    int getInputLatencyInSamples() override { return 0; }
    /// Blocks that were too late to catch up.
    int getXRunCount() const noexcept override { return skipped_; }

private:
    void run();

    bool open_ = false;
    double rate_ = 48000.0;
    int block_ = 480;
    juce::AudioIODeviceCallback* callback_ = nullptr;
    std::thread worker_;
    std::atomic<bool> stop_{false};
    std::atomic<int> skipped_{0};
};

/// The family of this one device.
class SimulatedDeviceType final : public juce::AudioIODeviceType {
public:
    SimulatedDeviceType() : AudioIODeviceType("None") {}
    void scanForDevices() override {}
    juce::StringArray getDeviceNames(bool) const override { return {SimulatedDevice::deviceName}; }
    int getDefaultDeviceIndex(bool) const override { return 0; }
    int getIndexOfDevice(juce::AudioIODevice*, bool) const override { return 0; }
    bool hasSeparateInputsAndOutputs() const override { return false; }
    juce::AudioIODevice* createDevice(const juce::String&, const juce::String&) override {
        return new SimulatedDevice;
    }
};

} // namespace solus::live
