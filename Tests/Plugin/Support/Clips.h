// Real audio for the plugin's tests, at any rate, and the engine's own output for it.
#pragma once

#include "Engine/EngineSettings.h"

#include <functional>
#include <juce_audio_basics/juce_audio_basics.h>
#include <memory>
#include <string>

namespace solus {
struct Model;
}

namespace toy {

/// Speech in rain from Resources/Demo, on the left; on the right another talker. At most 5 s.
juce::AudioBuffer<float> clip(int channels, int rate, double seconds);

/// VoiceEngine's own output, delayed by its latency, which goes to `latency` if given.
juce::AudioBuffer<float> throughEngine(const juce::AudioBuffer<float>& in, int rate,
                                       const solus::EngineSettings& = {},
                                       const std::string& model = "denoise-solus", int* latency = nullptr);

/// Largest |a - b| from sample `from` on, over the channels that both have.
double difference(const juce::AudioBuffer<float>& a, const juce::AudioBuffer<float>& b, int from = 0);

/// Largest |out[n] - in[n - delay]| from sample `from` on.
double differenceAfter(const juce::AudioBuffer<float>& out, const juce::AudioBuffer<float>& in, int delay,
                       int from = 0);

/// The delay (0 ... longest) at which `out` matches `in` best.
int measuredDelay(const juce::AudioBuffer<float>& out, const juce::AudioBuffer<float>& in, int longest,
                  int from = 0);

/// Largest step between adjacent samples.
double largestStep(const juce::AudioBuffer<float>&, int from = 1);

} // namespace toy
