// Opens and watches devices, falls back to others and returns.
#include "Devices/AudioSession.h"

#if JUCE_LINUX || JUCE_BSD
#include "Devices/JackLibrary.h"
#endif
#include "Devices/SimulatedDevice.h"

#include <cmath>

namespace solus::live {
namespace {

constexpr int ticksPerSecond = 4;
constexpr int stillTicks = 2 * ticksPerSecond; ///< without a block: the device has disappeared
constexpr int lookTicks = 2 * ticksPerSecond;  ///< between scans for the wanted device

constexpr int endless = 32; ///< this many inputs: a virtual device, which would add silence for the rest

constexpr int patienceTicks = 30 * ticksPerSecond;

/// The value in `values` nearest to the wish; without a wish, nearest to `standard`.
template <typename T>
T nearest(const juce::Array<T>& values, T wish, T standard) {
    const T target = wish > T(0) ? wish : standard;
    T best = target;
    double distance = -1.0;
    for (const T v : values) {
        const double d = std::abs(static_cast<double>(v) - static_cast<double>(target));
        if (distance < 0.0 || d < distance) best = v, distance = d;
    }
    return best;
}

juce::BigInteger firstOf(int wanted, int channels) {
    juce::BigInteger bits;
    bits.setRange(0, juce::jmin(wanted, channels), true);
    return bits;
}

juce::String chosenName(const std::string& wish, const juce::AudioIODeviceType& type, bool input) {
    if (wish == noDevice) return {};
    if (!wish.empty()) return wish;
    const auto names = type.getDeviceNames(input);
    return names.isEmpty() ? juce::String() : names[juce::jmax(0, type.getDefaultDeviceIndex(input))];
}

} // namespace

std::vector<AudioSession::Family> AudioSession::systemFamilies() {
    using Type = juce::AudioIODeviceType;
    std::vector<Family> all;
    const auto add = [&all](const char* name, Type* (*make)()) {
        if (std::unique_ptr<Type>(make()) == nullptr) return;
        all.push_back({name, [make] { return std::unique_ptr<Type>(make()); }});
    };
#if JUCE_WINDOWS
    add("WASAPI", [] { return Type::createAudioIODeviceType_WASAPI(juce::WASAPIDeviceMode::shared); });
    add("DirectSound", &Type::createAudioIODeviceType_DirectSound);
#elif JUCE_MAC
    add("CoreAudio", &Type::createAudioIODeviceType_CoreAudio);
#else
    JackLibrary::beQuiet();
    add("JACK", &Type::createAudioIODeviceType_JACK);
    add("ALSA", &Type::createAudioIODeviceType_ALSA);
#endif
    all.push_back({"None", [] { return std::make_unique<SimulatedDeviceType>(); }});
    return all;
}

AudioSession::AudioSession(juce::AudioIODeviceCallback& callback, std::function<unsigned()> blocksSoFar,
                           std::vector<Family> families)
    : callback_(callback), blocksSoFar_(std::move(blocksSoFar)), families_(std::move(families)) {}

AudioSession::~AudioSession() {
    close();
}

void AudioSession::open(const DeviceChoice& wish) {
    wish_ = wish;
    opened_ = true;
    closeDevice();
    if (wish.family.empty() || !tryOpen(wish)) openBest("");
    startTimerHz(ticksPerSecond);
    if (changed) changed();
}

void AudioSession::close() {
    stopTimer();
    opened_ = false;
    closeDevice();
}

void AudioSession::closeDevice() {
    if (device_ != nullptr) {
        earlierXruns_ += juce::jmax(0, device_->getXRunCount());
        device_->stop();
        device_->close();
    }
    device_.reset();
    type_.reset();
}

std::unique_ptr<juce::AudioIODeviceType> AudioSession::lookAround(const juce::String& family) const {
    for (const auto& f : families_) {
        if (f.name != family) continue;
        auto type = f.make();
        type->scanForDevices();
        return type;
    }
    return nullptr;
}

bool AudioSession::tryOpen(const DeviceChoice& choice) {
    auto type = lookAround(choice.family);
    if (type == nullptr) {
        problem_ = choice.family + " is not available";
        return false;
    }
    const auto input = chosenName(choice.input, *type, true),
               output = chosenName(choice.output, *type, false);
    const bool there = (input.isNotEmpty() || output.isNotEmpty()) &&
                       (input.isEmpty() || type->getDeviceNames(true).contains(input)) &&
                       (output.isEmpty() || type->getDeviceNames(false).contains(output));
    std::unique_ptr<juce::AudioIODevice> device(there ? type->createDevice(output, input) : nullptr);
    if (device == nullptr) {
        const auto name = input.isNotEmpty() ? input : output;
        problem_ = (name.isEmpty() ? choice.family + " has no sound device"
                                   : name.toStdString() + " is not available");
        return false;
    }
    const double rate = nearest(device->getAvailableSampleRates(), choice.rate, 48000.0);
    const int block = nearest(device->getAvailableBufferSizes(), choice.block, 256);
    const int inputs = device->getInputChannelNames().size();
    const auto error = device->open(firstOf(inputs < endless ? inputs : juce::jmax(2, inputsNeeded_), inputs),
                                    firstOf(2, device->getOutputChannelNames().size()), rate, block);
    if (error.isNotEmpty()) {
        problem_ = (input.isNotEmpty() ? input : output).toStdString() + ": " + error.toStdString();
        return false;
    }
    type_ = std::move(type);
    device_ = std::move(device);
    now_ = {choice.family, input.isEmpty() ? noDevice : input.toStdString(),
            output.isEmpty() ? noDevice : output.toStdString(), rate, block};
    problem_.clear();
    lastBlocks_ = blocksSoFar_();
    stillFor_ = sinceLook_ = ticksWithoutPorts_ = 0;
    inputWorked_ = outputWorked_ = false;
    device_->start(&callback_);
    rateAtStart_ = device_->getCurrentSampleRate();
    return true;
}

// The available part of the wish, with defaults for the rest; else the default devices of that family, else of the
// others.
void AudioSession::openBest(const juce::String& why) {
    const std::string reason = why.isNotEmpty() ? why.toStdString() : problem_;
    DeviceChoice any;
    any.rate = wish_.rate, any.block = wish_.block;
    any.family = wish_.family;
    bool found = false;
    if (const auto type = wish_.family.empty() ? nullptr : lookAround(wish_.family)) {
        DeviceChoice rest = wish_;
        const auto keep = [&type](std::string& name, bool input) {
            if (name != noDevice && !type->getDeviceNames(input).contains(juce::String(name))) name.clear();
        };
        keep(rest.input, true), keep(rest.output, false);
        const bool some = rest != wish_ && (!rest.input.empty() || !rest.output.empty());
        found = some && tryOpen(rest);
    }
    found = found || (!any.family.empty() && tryOpen(any));
    for (const auto& family : families_) {
        if (found) break;
        any.family = family.name.toStdString();
        found = tryOpen(any);
    }
    if (!wish_.family.empty()) problem_ = reason;
}

// A JACK server may change its rate while it runs; everything here was prepared for the old one.
void AudioSession::followRate() {
    const std::string words =
        "the sample rate is now " + std::to_string(juce::roundToInt(device_->getCurrentSampleRate())) + " Hz";
    const DeviceChoice again = wish_.family.empty() ? now_ : wish_;
    if (leaving) leaving(words);
    closeDevice();
    if (!tryOpen(again)) openBest(words);
    if (changed) changed();
}

void AudioSession::watch() {
    if (!opened_) return;
    if (device_ != nullptr && device_->isOpen() && device_->getCurrentSampleRate() != rateAtStart_)
        return followRate();
    if (device_ != nullptr) {
        const unsigned blocks = blocksSoFar_();
        // A JACK client with unconnected ports may get no blocks, and that is no error.
        const bool connected =
            !device_->getActiveInputChannels().isZero() || !device_->getActiveOutputChannels().isZero();
        stillFor_ = blocks == lastBlocks_ && connected ? stillFor_ + 1 : 0;
        lastBlocks_ = blocks;
        if (!device_->isOpen() || stillFor_ >= stillTicks || lostASide()) {
            const auto words = juce::String(whatHasGone() + " was disconnected");
            if (wish_.family.empty()) wish_ = now_; // remember the automatic choice, to return to it
            if (leaving) leaving(words.toStdString());
            closeDevice();
            openBest(words);
            if (changed) changed();
            return;
        }
    }
    if (facts().asWished || ++sinceLook_ < lookTicks) return;
    sinceLook_ = 0;
    if (!wishedDeviceIsThere()) return;
    const auto& name = now_.input != wish_.input && !wish_.input.empty() ? wish_.input : wish_.output;
    if (leaving) leaving((name.empty() ? wish_.family : name) + " is back");
    closeDevice();
    if (!tryOpen(wish_)) {
        openBest(problem_);
        sinceLook_ = -patienceTicks; // there, but in use elsewhere: do not interrupt the audio too often
    }
    if (changed) changed();
}

// The one of the two that is no longer listed; if both are listed but silent, the input.
std::string AudioSession::whatHasGone() const {
    const auto type = lookAround(now_.family);
    const auto gone = [&type](const std::string& name, bool input) {
        return name != noDevice &&
               (type == nullptr || !type->getDeviceNames(input).contains(juce::String(name)));
    };
    if (gone(now_.output, false) && !gone(now_.input, true)) return now_.output;
    return now_.input != noDevice ? now_.input : now_.output;
}

// With JACK and PipeWire, an unplugged device takes its ports with it, and the rest keeps playing. A side that was
// disconnected by hand is still listed.
bool AudioSession::lostASide() {
    const bool input = !device_->getActiveInputChannels().isZero(),
               output = !device_->getActiveOutputChannels().isZero();
    inputWorked_ = inputWorked_ || input, outputWorked_ = outputWorked_ || output;
    const bool inputLost = inputWorked_ && !input && now_.input != noDevice,
               outputLost = outputWorked_ && !output && now_.output != noDevice;
    if (!inputLost && !outputLost) {
        ticksWithoutPorts_ = 0;
        return false;
    }
    if (++ticksWithoutPorts_ < ticksPerSecond) return false;
    inputWorked_ = input, outputWorked_ = output; // queried only once
    const auto type = lookAround(now_.family);
    const auto listed = [&type](const std::string& name, bool in) {
        return type != nullptr && type->getDeviceNames(in).contains(juce::String(name));
    };
    return (inputLost && !listed(now_.input, true)) || (outputLost && !listed(now_.output, false));
}

bool AudioSession::wishedDeviceIsThere() {
    const auto type = lookAround(wish_.family);
    if (type == nullptr) return false;
    const auto has = [&type](const std::string& name, bool input) {
        const auto names = type->getDeviceNames(input);
        return name == noDevice || (name.empty() ? !names.isEmpty() : names.contains(juce::String(name)));
    };
    return has(wish_.input, true) && has(wish_.output, false);
}

} // namespace solus::live
