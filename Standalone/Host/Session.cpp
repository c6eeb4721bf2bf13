// Buses, precision and blocks.
#include "Session.h"

#include "Base/Error.h"

#include <algorithm>
#include <string>

namespace solus::host {
namespace {

juce::AudioChannelSet channelSet(int channels) {
    return channels == 1 ? juce::AudioChannelSet::mono() : juce::AudioChannelSet::stereo();
}

bool take(juce::AudioPluginInstance& plugin, int inputs, int outputs) {
    auto layout = plugin.getBusesLayout();
    if (layout.inputBuses.isEmpty() || layout.outputBuses.isEmpty())
        throw Error("the plugin has no audio input or no audio output");
    layout.inputBuses.getReference(0) = channelSet(inputs);
    layout.outputBuses.getReference(0) = channelSet(outputs);
    return plugin.getBusesLayout() == layout || plugin.setBusesLayout(layout);
}

} // namespace

Session::Session(juce::AudioPluginInstance& plugin, const SessionSetup& setup)
    : plugin_(plugin), setup_(setup) {
    plugin_.releaseResources(); // buses and precision can only change while it is released
    chooseBuses();
    if (setup.doublePrecision && !plugin_.supportsDoublePrecisionProcessing())
        throw Error("the plugin does not support samples of double precision");
    plugin_.setProcessingPrecision(setup.doublePrecision ? juce::AudioProcessor::doublePrecision
                                                         : juce::AudioProcessor::singlePrecision);
    plugin_.setNonRealtime(setup.offline);
    // JUCE asks a VST3 for its latency before it activates it, and an LV2 reports it after a block: so prepare once
    // to get the latency, then again to start afresh.
    prepare();
    juce::AudioBuffer<float> nothing(juce::jmax(setup.inputs, setup.outputs), 0);
    process(nothing);
    plugin_.releaseResources();
    prepare();
}

Session::~Session() {
    plugin_.releaseResources();
}

void Session::chooseBuses() {
    if (take(plugin_, setup_.inputs, setup_.outputs)) return;
    widened_ = setup_.inputs == 1 && take(plugin_, 2, 2);
    if (!widened_)
        throw Error("the plugin does not support " + std::to_string(setup_.inputs) + " input and " +
                    std::to_string(setup_.outputs) + " output channels");
}

void Session::prepare() {
    plugin_.prepareToPlay(setup_.sampleRate, setup_.maximumBlock);
    midi_.clear();
}

template <typename Sample>
void Session::run(juce::AudioBuffer<Sample>& block) {
    if (widened_) block.copyFrom(1, 0, block, 0, 0, block.getNumSamples());
    plugin_.processBlock(block, midi_);
}

void Session::process(juce::AudioBuffer<float>& block) {
    if (!setup_.doublePrecision && !widened_) return run(block);
    const int channels = block.getNumChannels(), samples = block.getNumSamples();
    // A signal with fewer channels than the plugin, or of another precision, goes through a separate buffer.
    if (setup_.doublePrecision) {
        wide_.setSize(widened_ ? 2 : channels, samples, false, true);
        for (int c = 0; c < channels; ++c)
            std::copy_n(block.getReadPointer(c), samples, wide_.getWritePointer(c));
        run(wide_);
        for (int c = 0; c < channels; ++c)
            std::transform(wide_.getReadPointer(c), wide_.getReadPointer(c) + samples,
                           block.getWritePointer(c), [](double x) { return static_cast<float>(x); });
    } else {
        block_.setSize(2, samples, false, true);
        block_.copyFrom(0, 0, block, 0, 0, samples);
        run(block_);
        for (int c = 0; c < channels; ++c) block.copyFrom(c, 0, block_, c, 0, samples);
    }
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
