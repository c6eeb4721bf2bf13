// Clips, resampled once, and measures on buffers.
#include "Plugin/Support/Clips.h"

#include "Engine/Models.h"
#include "Engine/VoiceEngine.h"
#include "Files/AudioFileReader.h"
#include "Measure/Larger.h"
#include "Signal/Resampler.h"

#include <algorithm>
#include <cmath>

namespace toy {
namespace {

std::vector<float> monoFile(const std::string& name, int rate, double seconds, double start) {
    solus::AudioFileReader reader(std::string(SOLUS_RESOURCES) + "/Demo/" + name);
    const int own = reader.info().sampleRate;
    reader.seek(static_cast<std::int64_t>(start * own));
    std::vector<float> in(static_cast<size_t>((seconds + 0.1) * own));
    in.resize(static_cast<size_t>(reader.read(in.data(), static_cast<std::int64_t>(in.size()))));
    std::vector<float> out;
    if (own == rate) {
        out = in;
    } else {
        solus::Resampler resampler(own, rate);
        out.resize(static_cast<size_t>(resampler.maxOutput(static_cast<int>(in.size()))));
        out.resize(
            static_cast<size_t>(resampler.process(in.data(), static_cast<int>(in.size()), out.data())));
    }
    out.resize(static_cast<size_t>(seconds * rate));
    return out;
}

} // namespace

juce::AudioBuffer<float> clip(int channels, int rate, double seconds) {
    const auto left = monoFile("voice-in-rain.flac", rate, seconds, 1.0);
    juce::AudioBuffer<float> audio(channels, static_cast<int>(left.size()));
    audio.copyFrom(0, 0, left.data(), audio.getNumSamples());
    if (channels == 2) {
        const auto right = monoFile("noisy-room.flac", rate, seconds, 1.0);
        audio.copyFrom(1, 0, right.data(), audio.getNumSamples());
    }
    return audio;
}

juce::AudioBuffer<float> throughEngine(const juce::AudioBuffer<float>& in, int rate,
                                       const solus::EngineSettings& settings, const std::string& model,
                                       int* latency) {
    solus::VoiceEngine engine(solus::builtInModel(model), solus::defaultEmbedder());
    engine.setSettings(settings);
    engine.prepare(rate, in.getNumChannels());
    juce::AudioBuffer<float> out(in.getNumChannels(), in.getNumSamples());
    engine.process(in.getArrayOfReadPointers(), out.getArrayOfWritePointers(), in.getNumSamples());
    if (latency != nullptr) *latency = engine.latencySamples();
    return out;
}

double difference(const juce::AudioBuffer<float>& a, const juce::AudioBuffer<float>& b, int from) {
    double largest = 0.0;
    for (int c = 0; c < std::min(a.getNumChannels(), b.getNumChannels()); ++c)
        for (int n = from; n < std::min(a.getNumSamples(), b.getNumSamples()); ++n) {
            const double d = std::abs(static_cast<double>(a.getSample(c, n)) - b.getSample(c, n));
            largest = solus::larger(largest, d);
        }
    return largest;
}

double differenceAfter(const juce::AudioBuffer<float>& out, const juce::AudioBuffer<float>& in, int delay,
                       int from) {
    double largest = 0.0;
    for (int c = 0; c < out.getNumChannels(); ++c)
        for (int n = std::max(from, delay); n < out.getNumSamples(); ++n)
            largest = solus::larger(largest, std::abs(out.getSample(c, n) - in.getSample(c, n - delay)));
    return largest;
}

int measuredDelay(const juce::AudioBuffer<float>& out, const juce::AudioBuffer<float>& in, int longest,
                  int from) {
    int best = 0;
    double bestSum = -1.0;
    for (int delay = 0; delay <= longest; ++delay) {
        double sum = 0.0;
        for (int n = std::max(from, longest); n < out.getNumSamples(); ++n)
            sum += static_cast<double>(out.getSample(0, n)) * in.getSample(0, n - delay);
        if (sum > bestSum) bestSum = sum, best = delay;
    }
    return best;
}

double largestStep(const juce::AudioBuffer<float>& audio, int from) {
    double largest = 0.0;
    for (int c = 0; c < audio.getNumChannels(); ++c)
        for (int n = std::max(1, from); n < audio.getNumSamples(); ++n)
            largest = solus::larger(largest, std::abs(audio.getSample(c, n) - audio.getSample(c, n - 1)));
    return largest;
}

} // namespace toy
