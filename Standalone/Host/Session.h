// A prepared plugin: everything between prepareToPlay and releaseResources.
#pragma once

#include <juce_audio_processors/juce_audio_processors.h>

namespace solus::host {

struct SessionSetup {
    double sampleRate = 48000.0;
    int maximumBlock = 512;
    int inputs = 2, outputs = 2; ///< channels of the main buses
    bool doublePrecision = false;
    bool offline = true; ///< tells the plugin that this is not real time
};

/// Made and destroyed on the message thread; process() on any one thread.
class Session {
public:
    /// Chooses buses and precision and prepares. A plugin whose ports are always stereo (LV2) gets a mono signal on
    /// both sides, as in DAWs. Throws Error if the plugin rejects the buses or precision.
    Session(juce::AudioPluginInstance&, const SessionSetup&);
    ~Session();
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;

    /// In place; at least max(inputs, outputs) channels, at most maximumBlock samples.
    void process(juce::AudioBuffer<float>&);

    /// As currently reported, in samples.
    int latency() const { return plugin_.getLatencySamples(); }

private:
    void chooseBuses();
    void prepare();
    template <typename Sample>
    void run(juce::AudioBuffer<Sample>&);

    juce::AudioPluginInstance& plugin_;
    SessionSetup setup_;
    juce::MidiBuffer midi_;
    bool widened_ = false; ///< the plugin runs in stereo, the signal is mono
    juce::AudioBuffer<float> block_;
    juce::AudioBuffer<double> wide_;
};

/// Runs a whole signal through a new session; the output has the length of the input and is not aligned. `nextBlock`
/// returns the length of each block.
juce::AudioBuffer<float> play(Session&, const juce::AudioBuffer<float>& in, int outputs,
                              const std::function<int()>& nextBlock);

} // namespace solus::host
