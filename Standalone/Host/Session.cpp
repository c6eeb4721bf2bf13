// Buses, precision and blocks.
#include "Session.h"

#include "Error.h"

#include <string>

namespace solus::host {
namespace {

juce::AudioChannelSet channelSet(int channels) {
    return channels == 1 ? juce::AudioChannelSet::mono() : juce::AudioChannelSet::stereo();
}

void chooseBuses(juce::AudioPluginInstance& plugin, int inputs, int outputs) {
    auto layout = plugin.getBusesLayout();
    if (layout.inputBuses.isEmpty() || layout.outputBuses.isEmpty())
        throw Error("the plugin has no audio input or no audio output");
    layout.inputBuses.getReference(0) = channelSet(inputs);
    layout.outputBuses.getReference(0) = channelSet(outputs);
    if (plugin.getBusesLayout() != layout && !plugin.setBusesLayout(layout))
        throw Error("the plugin does not take " + std::to_string(inputs) + " input and " +
                    std::to_string(outputs) + " output channels");
}

} // namespace

Session::Session(juce::AudioPluginInstance& plugin, const SessionSetup& setup)
    : plugin_(plugin), setup_(setup) {
    plugin_.releaseResources(); // buses and precision change only at rest
    chooseBuses(plugin_, setup.inputs, setup.outputs);
    if (setup.doublePrecision && !plugin_.supportsDoublePrecisionProcessing())
        throw Error("the plugin does not take samples of double precision");
    plugin_.setProcessingPrecision(setup.doublePrecision ? juce::AudioProcessor::doublePrecision
                                                         : juce::AudioProcessor::singlePrecision);
    plugin_.setNonRealtime(setup.offline);
    plugin_.setRateAndBufferSizeDetails(setup.sampleRate, setup.maximumBlock);
    // JUCE asks a VST3 for its latency before it switches it on, and an LV2 says it after a block: so once
    // for the question, then once more to start from rest.
    prepare();
    juce::AudioBuffer<float> nothing(juce::jmax(setup.inputs, setup.outputs), 0);
    process(nothing);
    plugin_.releaseResources();
    prepare();
}

Session::~Session() {
    plugin_.releaseResources();
}

void Session::prepare() {
    plugin_.prepareToPlay(setup_.sampleRate, setup_.maximumBlock);
    midi_.clear();
}

void Session::process(juce::AudioBuffer<float>& block) {
    if (!setup_.doublePrecision) return plugin_.processBlock(block, midi_);
    wide_.makeCopyOf(block, true);
    plugin_.processBlock(wide_, midi_);
    block.makeCopyOf(wide_, true);
}

juce::AudioBuffer<float> play(Session& session, const juce::AudioBuffer<float>& in, int outputs,
                              const std::function<int()>& nextBlock) {
    const int samples = in.getNumSamples(), channels = juce::jmax(in.getNumChannels(), outputs);
    juce::AudioBuffer<float> out(outputs, samples);
    for (int at = 0; at < samples;) {
        const int count = juce::jmin(nextBlock(), samples - at);
        juce::AudioBuffer<float> block(channels, count);
        block.clear();
        for (int c = 0; c < in.getNumChannels(); ++c) block.copyFrom(c, 0, in, c, at, count);
        session.process(block);
        for (int c = 0; c < outputs; ++c) out.copyFrom(c, at, block, c, 0, count);
        at += count;
    }
    return out;
}

} // namespace solus::host
