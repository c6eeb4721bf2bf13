// The live path, slice by slice.
#include "Audio/LiveCallback.h"

#include "Engine/SaneInput.h"

#include "Processor.h"

#include <algorithm>
#include <cmath>

namespace solus::live {
namespace {

/// The maximum latency that is compensated: the gate's maximum look-ahead plus the engine's own latency.
constexpr double longestLatency = 1.5;

std::array<const float*, 2> constPointers(const auto& pair) {
    return {pair[0].data(), pair[1].data()};
}
std::array<float*, 2> pointers(auto& pair) {
    return {pair[0].data(), pair[1].data()};
}

} // namespace

LiveCallback::LiveCallback(SolusProcessor& p) : processor_(p) {}

void LiveCallback::prepare(double sampleRate, int maximumBlock) {
    rate_ = sampleRate;
    microphone_ = inputChannel_;
    const bool sameFormat = sampleRate == recordedRate_ && microphone_.channels() == channels_;
    channels_ = microphone_.channels();
    processor_.setPlayConfigDetails(channels_, channels_, sampleRate, maximumBlock);
    processor_.prepareToPlay(sampleRate, maximumBlock);
    const int fade = static_cast<int>(0.01 * sampleRate);
    cleanedGain_.prepare(fade, 0.0f);
    inputGain_.prepare(fade, 0.0f);
    delay_.prepare(sampleRate, longestLatency);
    meter_.prepare(sampleRate);
    hearMyself_.prepare(sampleRate);
    probe_.prepare(sampleRate);
    player_.prepare(sampleRate, channels_);
    try {
        // A recording cannot change its rate or channels, so it ends here.
        if (!sameFormat) recorder_.stop();
        recordedRate_ = sampleRate;
        if (!armed_.empty()) recorder_.start(armed_, sampleRate, channels_);
    } catch (const std::exception& e) {
        processor_.say(e.what());
    }
    armed_.clear();
}

void LiveCallback::audioDeviceAboutToStart(juce::AudioIODevice* device) {
    prepare(device->getCurrentSampleRate(), device->getCurrentBufferSizeSamples());
}

void LiveCallback::audioDeviceIOCallbackWithContext(const float* const* in, int inputs, float* const* out,
                                                    int outputs, int count,
                                                    const juce::AudioIODeviceCallbackContext&) {
    const juce::ScopedNoDenormals noDenormals;
    const auto start = juce::Time::getHighResolutionTicks();
    measureInputs(in, inputs, count);
    for (int from = 0; from < count; from += maxSlice)
        slice(in, inputs, out, outputs, from, std::min(maxSlice, count - from));
    const double took =
        juce::Time::highResolutionTicksToSeconds(juce::Time::getHighResolutionTicks() - start);
    if (took * rate_ > count) late_.fetch_add(1, std::memory_order_relaxed);
    blocks_.fetch_add(1, std::memory_order_relaxed);
}

void LiveCallback::slice(const float* const* in, int inputs, float* const* out, int outputs, int from,
                         int count) noexcept {
    readMicrophone(in, inputs, from, count);
    if (probe_.process(dry_[0].data(), extra_.data(), count)) {
        for (int c = 0; c < outputs; ++c) std::copy_n(extra_.data(), count, out[c] + from);
        return;
    }
    if (source_.load(std::memory_order_relaxed) == Source::file) player_.pull(pointers(dry_).data(), count);
    if (channels_ == 1) dry_[1] = dry_[0];
    meter_.measure(dry_[0].data(), dry_[1].data(), count);
    clean(count);
    recorder_.push(constPointers(cleaned_).data(), count);
    play(out, outputs, from, count);
}

void LiveCallback::measureInputs(const float* const* in, int inputs, int count) noexcept {
    const float kept = std::max(0.0f, 1.0f - static_cast<float>(count) / (0.5f * static_cast<float>(rate_)));
    for (int c = 0; c < mostInputs; ++c) {
        auto& held = inputPeaks_[static_cast<std::size_t>(c)];
        float peak = kept * held.load(std::memory_order_relaxed);
        if (c < inputs)
            for (int i = 0; i < count; ++i)
                if (std::isfinite(in[c][i])) peak = std::max(peak, std::abs(in[c][i]));
        held.store(peak < 1e-6f ? 0.0f : peak, std::memory_order_relaxed);
    }
}

void LiveCallback::readMicrophone(const float* const* in, int inputs, int from, int count) noexcept {
    for (int c = 0; c < channels_; ++c) {
        const int channel = std::min(microphone_.index + c, inputs - 1); // with fewer inputs, the last one
        if (channel < 0)
            std::fill_n(dry_[c].data(), count, 0.0f);
        else
            std::transform(in[channel] + from, in[channel] + from + count, dry_[c].data(), sane);
    }
}

void LiveCallback::clean(int count) noexcept {
    cleaned_ = dry_;
    float* channels[2] = {cleaned_[0].data(), cleaned_[1].data()};
    juce::AudioBuffer<float> block(channels, channels_, count);
    {
        // The processor holds it only while it changes its model before the first block.
        const juce::ScopedTryLock lock(processor_.getCallbackLock());
        if (lock.isLocked())
            processor_.processBlock(block, noMidi_);
        else
            block.clear();
    }
    if (channels_ == 1) cleaned_[1] = cleaned_[0];
    delay_.process(constPointers(dry_), pointers(aligned_), count, processor_.engine().latencySamples());
}

void LiveCallback::play(float* const* out, int outputs, int from, int count) noexcept {
    const bool playsBack = hearMyself_.process(aligned_[0].data(), cleaned_[0].data(), extra_.data(), count);
    const Monitor monitor = playsBack ? Monitor::off : monitor_.load(std::memory_order_relaxed);
    cleanedGain_.setTarget(monitor == Monitor::cleaned ? 1.0f : 0.0f);
    inputGain_.setTarget(monitor == Monitor::input ? 1.0f : 0.0f);
    for (int i = 0; i < count; ++i) {
        const float cleaned = cleanedGain_.next(), input = inputGain_.next();
        const float extra = playsBack ? extra_[i] : 0.0f;
        for (int c = 0; c < outputs; ++c) {
            const auto side = static_cast<std::size_t>(c & 1);
            out[c][from + i] = c < 2 ? extra + cleaned * cleaned_[side][i] + input * aligned_[side][i] : 0.0f;
        }
    }
}

} // namespace solus::live
