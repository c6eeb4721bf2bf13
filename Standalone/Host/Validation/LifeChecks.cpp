// The life of an instance: construction, preparation, re-preparation and destruction.
#include "Base/Error.h"
#include "Validation/Support.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <ctime>

namespace solus::host {
namespace {

void construction(Bench& bench) {
    std::vector<double> times;
    const std::clock_t cpu = std::clock();
    for (int i = 0; i < 10; ++i) {
        const auto start = std::chrono::steady_clock::now();
        const Plugin plugin = bench.loader.load();
        times.push_back(
            std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count());
    }
    char text[120];
    std::snprintf(text, sizeof text, "first %.1f ms, then %.1f to %.1f ms; %.1f ms of processor time each",
                  times[0], *std::min_element(times.begin() + 1, times.end()),
                  *std::max_element(times.begin() + 1, times.end()),
                  100.0 * static_cast<double>(std::clock() - cpu) / CLOCKS_PER_SEC);
    bench.note = text;
}

void twentyAtOnce(Bench& bench) {
    std::vector<Plugin> plugins;
    std::vector<std::unique_ptr<Session>> sessions;
    for (int i = 0; i < 20; ++i) {
        plugins.push_back(bench.loader.load());
        sessions.push_back(std::make_unique<Session>(*plugins.back(), SessionSetup{}));
    }
    const auto in = noise(2, 4800, bench.random);
    juce::AudioBuffer<float> first;
    for (size_t i = 0; i < sessions.size(); ++i) {
        const auto out = play(*sessions[i], in, 2, [] { return 480; });
        expect(finite(out), "not every sample is finite");
        if (i == 0) first = out;
        expect(largestDifference(first, out) == 0.0, "identical instances give different output");
    }
}

void processAtRest(Bench& bench) {
    const Plugin plugin = bench.loader.load();
    juce::MidiBuffer midi;
    auto block = noise(2, 512, bench.random);
    plugin->processBlock(block, midi); // before any prepareToPlay
    expect(finite(block), "not every sample is finite before prepareToPlay");
    plugin->prepareToPlay(48000, 512);
    plugin->processBlock(block, midi);
    plugin->releaseResources();
    plugin->releaseResources(); // twice does no harm
    block = noise(2, 512, bench.random);
    plugin->processBlock(block, midi);
    expect(finite(block), "not every sample is finite after releaseResources");
}

void ratesAndBlocks(Bench& bench) {
    const Plugin plugin = bench.loader.load();
    juce::MidiBuffer midi;
    for (double rate :
         {44100.0, 8000.0, 11025.0, 16000.0, 22050.0, 32000.0, 48000.0, 88200.0, 96000.0, 176400.0, 192000.0})
        for (int longest : {1, 512, 8192}) { // without a release in between
            plugin->prepareToPlay(rate, longest);
            for (int count : {longest, 0, 1, longest / 2, longest}) {
                auto block = noise(2, count, bench.random);
                plugin->processBlock(block, midi);
                expect(finite(block), "not every sample is finite at " + std::to_string(rate) + " Hz");
            }
        }
}

void preparedOverAndOver(Bench& bench) {
    const Plugin plugin = bench.loader.load();
    juce::MidiBuffer midi;
    for (int i = 0; i < 30; ++i) {
        plugin->prepareToPlay(bench.random() % 2 ? 48000.0 : 44100.0, 1 << (bench.random() % 12));
        if (bench.random() % 2) plugin->releaseResources();
        if (bench.random() % 3 == 0) plugin->reset();
    }
    plugin->prepareToPlay(48000, 512);
    auto block = noise(2, 512, bench.random);
    plugin->processBlock(block, midi);
    expect(finite(block), "not every sample is finite");
}

void buses(Bench& bench) {
    using Set = juce::AudioChannelSet;
    const Plugin plugin = bench.loader.load();
    const std::vector<Set> sets{Set::disabled(),  Set::mono(),          Set::stereo(),
                                Set::createLCR(), Set::create5point1(), Set::discreteChannels(2),
                                Set::ambisonic(1)};
    std::string taken;
    for (const auto& in : sets)
        for (const auto& out : sets) {
            plugin->releaseResources();
            juce::AudioProcessor::BusesLayout layout;
            layout.inputBuses.add(in);
            layout.outputBuses.add(out);
            if (!plugin->setBusesLayout(layout)) continue;
            if (plugin->getBusesLayout() != layout) continue;
            taken +=
                (taken.empty() ? "" : ", ") + std::to_string(in.size()) + ">" + std::to_string(out.size());
            plugin->prepareToPlay(48000, 512);
            juce::MidiBuffer midi;
            auto block = noise(juce::jmax(1, in.size(), out.size()), 512, bench.random);
            for (int i = 0; i < 4; ++i) plugin->processBlock(block, midi);
            expect(finite(block), "not every sample is finite with " + in.getDescription().toStdString() +
                                      " to " + out.getDescription().toStdString());
        }
    expect(!taken.empty(), "no bus layout is accepted");
    bench.note = "channels in>out: " + taken;
}

} // namespace

std::vector<Check> lifeChecks() {
    return {{"made and destroyed ten times", construction},
            {"twenty instances at once", twentyAtOnce},
            {"process before prepare and after release", processAtRest},
            {"every rate, blocks from 0 to 8192, no release", ratesAndBlocks},
            {"prepared, released and reset over and over", preparedOverAndOver},
            {"every bus layout", buses}};
}

} // namespace solus::host
