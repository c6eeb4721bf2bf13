// Shared by the checks: expectations, noise, and threads that disturb the plugin.
#pragma once

#include "PluginLoader.h"
#include "Session.h"

#include <atomic>
#include <functional>
#include <random>
#include <string>
#include <thread>

namespace solus::host {

/// The environment of a check. Checks throw Error to fail and Skip if they cannot run.
struct Bench {
    PluginLoader& loader;
    std::mt19937 random;
    bool display;     ///< there is a screen for the editor
    std::string note; ///< figures to be printed after PASS
};

struct Skip {
    std::string why;
};

/// Throws Error(what) unless `fine`.
void expect(bool fine, const std::string& what);

juce::AudioBuffer<float> noise(int channels, int samples, std::mt19937&, float level = 0.2f);
bool finite(const juce::AudioBuffer<float>&);
double peak(const juce::AudioBuffer<float>&);
double largestDifference(const juce::AudioBuffer<float>&, const juce::AudioBuffer<float>&);

/// Runs `work` repeatedly on its own thread until it is destroyed.
class Bother {
public:
    explicit Bother(std::function<void()> work);
    ~Bother();
    int rounds() const { return rounds_; }

private:
    std::atomic<bool> stop_{false};
    std::atomic<int> rounds_{0};
    std::thread thread_;
};

/// Sends noise through the plugin in random blocks, like an audio thread; records whether the output stayed finite.
class AudioThread {
public:
    AudioThread(Session&, int channels, int longestBlock, unsigned seed);
    bool stayedFinite() const { return finite_; }
    int blocks() const { return bother_.rounds(); }

private:
    std::mt19937 random_;
    std::atomic<bool> finite_{true};
    Bother bother_;
};

struct Check {
    const char* name;
    void (*run)(Bench&);
};

std::vector<Check> lifeChecks();
std::vector<Check> audioChecks();
std::vector<Check> parameterChecks();
std::vector<Check> stateChecks();
std::vector<Check> editorChecks();

} // namespace solus::host
