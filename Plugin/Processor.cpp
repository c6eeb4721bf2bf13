// Audio: host blocks through the engine, slice by slice.
#include "Processor.h"

#include "Base/Error.h"
#include "Engine/Models.h"

namespace solus {

SolusProcessor::SolusProcessor()
    : juce::AudioProcessor(BusesProperties()
                               .withInput("Input", juce::AudioChannelSet::stereo())
                               .withOutput("Output", juce::AudioChannelSet::stereo())),
      defaultModel_(defaultDenoiser()), embedder_(defaultEmbedder()), parameters_(*this),
      engine_(defaultModel_, embedder_), voices_(embedder_->hash),
      enrolment_(defaultModel_, embedder_, [this](VoicePrint voice) { learnt(std::move(voice)); }),
      model_{defaultModel_->name, "", defaultModel_->hash} {
    standard_ = settings();
    addSharedVoices();
    scoreClock_->add(this, [this] { tellScore(); });
    startTimerHz(20);
}

SolusProcessor::~SolusProcessor() {
    stopTimer();
    scoreClock_->remove(this);
    enrolment_.cancel(); // its thread calls learnt(), which needs members that are destroyed first
}

bool SolusProcessor::isBusesLayoutSupported(const BusesLayout& layout) const {
    const auto in = layout.getMainInputChannelSet(), out = layout.getMainOutputChannelSet();
    const auto mono = juce::AudioChannelSet::mono(), stereo = juce::AudioChannelSet::stereo();
    return (in == mono && out == mono) || (in == stereo && out == stereo) || (in == mono && out == stereo);
}

void SolusProcessor::prepareToPlay(double sampleRate, int maximumBlock) {
    if (sampleRate != sampleRate_) enrolment_.interrupt();
    sampleRate_ = sampleRate;
    maximumBlock_ = maximumBlock;
    channels_ = juce::jlimit(1, 2, getMainBusNumInputChannels());
    prepareEngine();
    tellLatency();
    meters_.prepare(sampleRate);
}

void SolusProcessor::prepareEngine() {
    ready_ = false;
    try {
        engineSettings(false);
        engine_.prepare(sampleRate_, channels_);
        played_ = false;
        ready_ = true;
    } catch (const Error& e) {
        say(e.what()); // audio passes unchanged
    }
}

void SolusProcessor::tellLatency() {
    setLatencySamples(ready_ ? engine_.latencySamples() : 0);
}

void SolusProcessor::reset() {
    if (ready_) engine_.reset();
}

double SolusProcessor::getTailLengthSeconds() const {
    // The last input comes out one latency later, and the gate's release fades it.
    return sampleRate_ > 0 ? getLatencySamples() / sampleRate_ + 0.1 : 0.1;
}

void SolusProcessor::processBlock(juce::AudioBuffer<float>& block, juce::MidiBuffer&) {
    run(block, false);
}
void SolusProcessor::processBlock(juce::AudioBuffer<double>& block, juce::MidiBuffer&) {
    run(block, false);
}
void SolusProcessor::processBlockBypassed(juce::AudioBuffer<float>& block, juce::MidiBuffer&) {
    run(block, true);
}
void SolusProcessor::processBlockBypassed(juce::AudioBuffer<double>& block, juce::MidiBuffer&) {
    run(block, true);
}

template <typename Sample>
void SolusProcessor::run(juce::AudioBuffer<Sample>& block, bool bypassed) noexcept {
    if (!ready_ || block.getNumChannels() < channels_) return passAsItIs(block);
    const juce::ScopedNoDenormals noDenormals;
    const auto start = juce::Time::getHighResolutionTicks();
    engineSettings(bypassed);
    // An offline render starts from a clean state, whatever came before it: LV2 hosts neither prepare nor reset.
    const bool rendering = isNonRealtime() && rolling();
    if (rendering && !rendering_) engine_.reset();
    rendering_ = rendering;
    const int samples = block.getNumSamples();
    if (samples > 0) played_ = true;
    for (int from = 0; from < samples; from += Meters::maxSlice)
        runSlice(block, from, juce::jmin(Meters::maxSlice, samples - from));
    meters_.took(juce::Time::highResolutionTicksToSeconds(juce::Time::getHighResolutionTicks() - start),
                 samples);
}

// The host's transport state; if unknown, playing.
bool SolusProcessor::rolling() const noexcept {
    juce::AudioPlayHead* head = getPlayHead();
    const auto position = head != nullptr ? head->getPosition() : juce::nullopt;
    return !position || position->getIsPlaying();
}

template <typename Sample>
void SolusProcessor::passAsItIs(juce::AudioBuffer<Sample>& block) noexcept {
    for (int c = channels_; c > 0 && c < block.getNumChannels(); ++c)
        block.copyFrom(c, 0, block, 0, 0, block.getNumSamples());
}

template <typename Sample>
void SolusProcessor::runSlice(juce::AudioBuffer<Sample>& block, int from, int count) noexcept {
    const int channels = channels_;
    const std::array<const float*, 2> in{in_[0].data(), in_[1].data()};
    const std::array<float*, 2> out{out_[0].data(), out_[1].data()};
    for (int c = 0; c < channels; ++c) {
        const Sample* source = block.getReadPointer(c, from);
        std::transform(source, source + count, in_[c].begin(),
                       [](Sample x) { return static_cast<float>(x); });
    }
    meters_.input(in.data(), channels, count);
    if (enrolment_.recording()) enrolment_.push(in.data(), channels, count);
    engine_.process(in.data(), out.data(), count);
    meters_.output(out.data(), channels, count);
    for (int c = 0; c < block.getNumChannels(); ++c) {
        const auto& cleaned =
            out_[juce::jmin(c, channels - 1)]; // mono in, stereo out: the same on both sides
        std::transform(cleaned.begin(), cleaned.begin() + count, block.getWritePointer(c, from),
                       [](float x) { return static_cast<Sample>(x); });
    }
}

void SolusProcessor::engineSettings(bool bypassed) noexcept {
    EngineSettings s = parameters_.settings();
    s.bypass = s.bypass || bypassed;
    s.gate.undecided = undecided_;
    engine_.setSettings(s);
}

// Calls to the host that may take time, from the message thread: a new latency is reported once.
void SolusProcessor::timerCallback() {
    if (ready_ && engine_.latencySamples() != getLatencySamples())
        setLatencySamples(engine_.latencySamples());
}

// On the clock's thread: for hosts, automation and control surfaces.
void SolusProcessor::tellScore() {
    const float score = engine_.speakerScore() * 100.0f;
    if (std::abs(score - parameters_.score.get()) >= 0.5f)
        parameters_.score.setValueNotifyingHost(parameters_.score.convertTo0to1(score));
}

} // namespace solus
