// The processing of every live block: source, Solus, recorder, monitor.
#pragma once

#include "Audio/AlignedDelay.h"
#include "Audio/FilePlayer.h"
#include "Audio/HearMyself.h"
#include "Audio/InputChannel.h"
#include "Audio/InputMeter.h"
#include "Audio/LoopbackProbe.h"
#include "Audio/Recorder.h"
#include "Engine/Ramp.h"

#include <juce_audio_devices/juce_audio_devices.h>

namespace solus {
class SolusProcessor;
}

namespace solus::live {

enum class Source { microphone, file };
/// What goes to the output: nothing, Solus' output, or the time-aligned input (for comparison).
enum class Monitor { off, cleaned, input };
/// Message thread, except for the audio callback, which allocates nothing, takes no lock and makes no system call.
class LiveCallback final : public juce::AudioIODeviceCallback {
public:
    explicit LiveCallback(SolusProcessor&);

    void setSource(Source s) noexcept { source_ = s; }
    void setMonitor(Monitor m) noexcept { monitor_ = m; }
    Source source() const noexcept { return source_; }
    Monitor monitor() const noexcept { return monitor_; }
    /// Takes effect the next time audio starts.
    void setInputChannel(InputChannel c) noexcept { inputChannel_ = c; }
    InputChannel inputChannel() const noexcept { return inputChannel_; }
    /// Records from the first sample on, the next time audio starts.
    void armRecorder(const std::string& path) { armed_ = path; }

    FilePlayer& player() noexcept { return player_; }
    Recorder& recorder() noexcept { return recorder_; }
    HearMyself& hearMyself() noexcept { return hearMyself_; }
    LoopbackProbe& probe() noexcept { return probe_; }
    const InputMeter& meter() const noexcept { return meter_; }
    /// Peak of one of the device's inputs, decaying within seconds; 0 if it does not exist.
    float inputPeak(int input) const noexcept {
        return input >= 0 && input < mostInputs
                   ? inputPeaks_[static_cast<std::size_t>(input)].load(std::memory_order_relaxed)
                   : 0.0f;
    }
    static constexpr int mostInputs = 32; ///< number of inputs whose level is measured

    double sampleRate() const noexcept { return rate_; }
    int channels() const noexcept { return channels_; }
    /// Blocks whose processing took longer than their duration, since the program started.
    int lateBlocks() const noexcept { return late_.load(std::memory_order_relaxed); }
    /// Increases with every block: shows whether the device is still running.
    unsigned blocks() const noexcept { return blocks_.load(std::memory_order_relaxed); }

    /// Not while audio runs. Throws nothing: errors go to the processor's message.
    void prepare(double sampleRate, int maximumBlock);

    // juce::AudioIODeviceCallback
    void audioDeviceAboutToStart(juce::AudioIODevice*) override;
    void audioDeviceStopped() override {}
    void audioDeviceIOCallbackWithContext(const float* const* in, int inputs, float* const* out, int outputs,
                                          int count, const juce::AudioIODeviceCallbackContext&) override;

private:
    static constexpr int maxSlice = 512;
    using Pair = std::array<std::array<float, maxSlice>, 2>;

    void slice(const float* const* in, int inputs, float* const* out, int outputs, int from,
               int count) noexcept;
    void measureInputs(const float* const* in, int inputs, int count) noexcept;
    void readMicrophone(const float* const* in, int inputs, int from, int count) noexcept;
    void clean(int count) noexcept;
    void play(float* const* out, int outputs, int from, int count) noexcept;

    SolusProcessor& processor_;
    FilePlayer player_;
    Recorder recorder_;
    HearMyself hearMyself_;
    LoopbackProbe probe_;
    InputMeter meter_;
    AlignedDelay delay_;
    std::string armed_;

    std::atomic<Source> source_{Source::microphone};
    std::atomic<Monitor> monitor_{Monitor::off};
    std::atomic<InputChannel> inputChannel_{InputChannel::first};
    std::array<std::atomic<float>, mostInputs> inputPeaks_{};
    std::atomic<int> late_{0};
    std::atomic<unsigned> blocks_{0};
    double rate_ = 48000.0, recordedRate_ = 0.0;
    int channels_ = 1;
    InputChannel microphone_ = InputChannel::first; ///< as of prepare()

    // Audio thread:
    Pair dry_{}, cleaned_{}, aligned_{};
    std::array<float, maxSlice> extra_{}; ///< the click, or the playback of hear-myself
    Ramp cleanedGain_, inputGain_;        ///< 10 ms, so that switching the monitor does not click
    juce::MidiBuffer noMidi_;
};

} // namespace solus::live
