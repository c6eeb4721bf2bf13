// Noise, measures and threads of the checks.
#include "Validation/Support.h"

#include "Base/Error.h"
#include "Measure/Larger.h"

#include <chrono>
#include <cmath>

namespace solus::host {

void expect(bool fine, const std::string& what) {
    if (!fine) throw Error(what);
}

juce::AudioBuffer<float> noise(int channels, int samples, std::mt19937& random, float level) {
    std::uniform_real_distribution<float> uniform(-level, level);
    juce::AudioBuffer<float> audio(channels, samples);
    for (int c = 0; c < channels; ++c)
        for (int n = 0; n < samples; ++n) audio.setSample(c, n, uniform(random));
    return audio;
}

bool finite(const juce::AudioBuffer<float>& audio) {
    for (int c = 0; c < audio.getNumChannels(); ++c)
        for (int n = 0; n < audio.getNumSamples(); ++n)
            if (!std::isfinite(audio.getSample(c, n))) return false;
    return true;
}

double peak(const juce::AudioBuffer<float>& audio) {
    double largest = 0.0;
    for (int c = 0; c < audio.getNumChannels(); ++c)
        for (int n = 0; n < audio.getNumSamples(); ++n)
            largest = larger(largest, std::abs(audio.getSample(c, n)));
    return largest;
}

double largestDifference(const juce::AudioBuffer<float>& a, const juce::AudioBuffer<float>& b) {
    double largest = 0.0;
    for (int c = 0; c < a.getNumChannels(); ++c)
        for (int n = 0; n < a.getNumSamples(); ++n)
            largest = larger(largest, std::abs(a.getSample(c, n) - b.getSample(c, n)));
    return largest;
}

Bother::Bother(std::function<void()> work)
    : thread_([this, work = std::move(work)] {
          while (!stop_) {
              work();
              ++rounds_;
              std::this_thread::yield();
          }
      }) {}

Bother::~Bother() {
    stop_ = true;
    thread_.join();
}

AudioThread::AudioThread(Session& session, int channels, int longestBlock, unsigned seed)
    : random_(seed), bother_([this, &session, channels, longestBlock] {
          auto block = noise(channels, static_cast<int>(random_() % (longestBlock + 1)), random_);
          session.process(block);
          if (!finite(block)) finite_ = false;
          std::this_thread::sleep_for(std::chrono::microseconds(200));
      }) {}

} // namespace solus::host
