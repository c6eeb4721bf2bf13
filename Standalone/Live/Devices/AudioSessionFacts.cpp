// What the interface shows of a session: the device that runs, and what there is to choose from.
#include "Devices/AudioSession.h"

namespace solus::live {
namespace {

/// ALSA list entries that are not devices: building blocks for devices, and audio systems that Solus supports directly.
bool isConverter(const juce::String& name) {
    for (const char* words :
         {"Rate Converter Plugin", "Plugin for channel", "Plugin using Speex", "Open Sound System",
          "USB Stream Output", "JACK Audio Connection Kit", "Direct sample", "Discard all samples"})
        if (name.containsIgnoreCase(words)) return true;
    return false;
}

juce::StringArray withoutConverters(juce::StringArray names) {
    for (int i = names.size(); --i >= 0;)
        if (isConverter(names[i])) names.remove(i);
    return names;
}

} // namespace

AudioSession::Facts AudioSession::facts() const {
    Facts f;
    f.device = now_;
    f.problem = problem_;
    f.xruns = earlierXruns_;
    if (device_ == nullptr) return f;
    const auto same = [](const std::string& wished, const std::string& is) {
        return wished.empty() || wished == is;
    };
    f.asWished =
        same(wish_.family, now_.family) && same(wish_.input, now_.input) && same(wish_.output, now_.output);
    f.device.rate = device_->getCurrentSampleRate();
    f.device.block = device_->getCurrentBufferSizeSamples();
    f.xruns += juce::jmax(0, device_->getXRunCount());
    f.inputMs = 1000.0 * device_->getInputLatencyInSamples() / juce::jmax(1.0, f.device.rate);
    f.outputMs = 1000.0 * device_->getOutputLatencyInSamples() / juce::jmax(1.0, f.device.rate);
    f.inputs = device_->getActiveInputChannels().countNumberOfSetBits();
    f.outputs = device_->getActiveOutputChannels().countNumberOfSetBits();
    return f;
}

juce::StringArray AudioSession::families() const {
    juce::StringArray names;
    for (const auto& f : families_) names.add(f.name);
    return names;
}

juce::StringArray AudioSession::devices(const juce::String& family, bool input) const {
    const auto type = lookAround(family);
    return type == nullptr ? juce::StringArray() : withoutConverters(type->getDeviceNames(input));
}

juce::StringArray AudioSession::inputs() const {
    return device_ == nullptr ? juce::StringArray() : device_->getInputChannelNames();
}

juce::Array<double> AudioSession::rates() const {
    return device_ == nullptr ? juce::Array<double>() : device_->getAvailableSampleRates();
}

juce::Array<int> AudioSession::blocks() const {
    return device_ == nullptr ? juce::Array<int>() : device_->getAvailableBufferSizes();
}

} // namespace solus::live
