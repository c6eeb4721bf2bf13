// Plays audio through a processor in this process, as a host does.
#pragma once

#include "Processor.h"

#include <functional>

namespace toy {

/// Buses, prepareToPlay; offline unless said otherwise.
inline void prepare(solus::SolusProcessor& processor, int rate = 48000, int channels = 2,
                    bool offline = true) {
    const auto set = channels == 1 ? juce::AudioChannelSet::mono() : juce::AudioChannelSet::stereo();
    juce::AudioProcessor::BusesLayout layout;
    layout.inputBuses.add(set);
    layout.outputBuses.add(set);
    processor.setBusesLayout(layout);
    processor.setNonRealtime(offline);
    processor.setRateAndBufferSizeDetails(rate, 512);
    processor.prepareToPlay(rate, 512);
}

/// `beforeBlock` gets the position of each block.
inline juce::AudioBuffer<float> play(solus::SolusProcessor& processor, const juce::AudioBuffer<float>& in,
                                     int block = 512, const std::function<void(int)>& beforeBlock = {}) {
    juce::AudioBuffer<float> out(in.getNumChannels(), in.getNumSamples());
    juce::MidiBuffer midi;
    for (int at = 0; at < in.getNumSamples(); at += block) {
        const int count = juce::jmin(block, in.getNumSamples() - at);
        if (beforeBlock) beforeBlock(at);
        juce::AudioBuffer<float> part(in.getNumChannels(), count);
        for (int c = 0; c < in.getNumChannels(); ++c) part.copyFrom(c, 0, in, c, at, count);
        {
            const juce::ScopedLock lock(processor.getCallbackLock()); // as JUCE's wrappers hold it
            processor.processBlock(part, midi);
        }
        for (int c = 0; c < in.getNumChannels(); ++c) out.copyFrom(c, at, part, c, 0, count);
    }
    return out;
}

inline juce::MemoryBlock stateOf(solus::SolusProcessor& processor) {
    juce::MemoryBlock state;
    processor.getStateInformation(state);
    return state;
}

inline void restore(solus::SolusProcessor& processor, const std::string& text) {
    processor.setStateInformation(text.data(), static_cast<int>(text.size()));
}

} // namespace toy
