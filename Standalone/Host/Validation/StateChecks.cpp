// States: saved, loaded, damaged.
#include "Base/Error.h"
#include "Validation/HostState.h"
#include "Validation/Support.h"

#include <cmath>

namespace solus::host {
namespace {

juce::MemoryBlock stateOf(juce::AudioPluginInstance& plugin) {
    juce::MemoryBlock state;
    plugin.getStateInformation(state);
    return state;
}

void restore(juce::AudioPluginInstance& plugin, const juce::MemoryBlock& state) {
    plugin.setStateInformation(state.getData(), static_cast<int>(state.getSize()));
}

void shuffle(juce::AudioPluginInstance& plugin, std::mt19937& random) {
    for (auto* p : plugin.getParameters())
        if (p->isAutomatable()) p->setValueNotifyingHost(static_cast<float>(random() % 1001) / 1000.0f);
}

// Runs one block, so that formats that send parameters with the audio have delivered them.
void tick(Session& session) {
    juce::AudioBuffer<float> block(2, 64);
    block.clear();
    session.process(block);
    dispatchMessages(5);
}

void roundTrip(Bench& bench) {
    for (int i = 0; i < 5; ++i) {
        const Plugin first = bench.loader.load(), second = bench.loader.load();
        Session one(*first, {}), two(*second, {});
        if (i > 0) shuffle(*first, bench.random);
        tick(one);
        dispatchMessages(
            300); // values that the plugin itself changes (meters that look like parameters) have settled again
        tick(one);
        const auto saved = stateOf(*first);
        expect(saved.getSize() > 0, "the state is empty");
        restore(*second, saved);
        tick(two);
        const auto again = stateOf(*second);
        if (saved != again) throw Error("save, load, save gives other bytes");
        for (int p = 0; p < first->getParameters().size(); ++p) {
            const auto *a = first->getParameters()[p], *b = second->getParameters()[p];
            const juce::String was = a->getText(a->getValue(), 64), is = b->getText(b->getValue(), 64);
            // A plugin may round a value, and an LV2 host is not told.
            const bool close = !a->isBoolean() && std::abs(a->getValue() - b->getValue()) < 0.01f;
            expect(!a->isAutomatable() || close || was == is,
                   (a->getName(64) + " is " + is + " after loading; it was " + was).toStdString());
        }
        bench.note = std::to_string(saved.getSize()) + " bytes";
    }
}

void damaged(Bench& bench) {
    const Plugin plugin = bench.loader.load();
    Session session(*plugin, {});
    const auto whole = stateOf(*plugin);
    const HostState state(*plugin, whole);
    const auto& good = state.bytes();
    const auto size = good.getSize();
    auto block = noise(2, 512, bench.random);
    for (int i = 0; i < 200; ++i) {
        juce::MemoryBlock bad = good;
        switch (i % 4) {
        case 0: // truncated
            bad.setSize(bench.random() % size);
            break;
        case 1: // single bit errors
            for (unsigned flips = 1 + bench.random() % 8; flips > 0; --flips)
                static_cast<char*>(bad.getData())[bench.random() % size] ^=
                    static_cast<char>(1u << (bench.random() % 8));
            break;
        case 2: // garbage in the middle
            for (size_t n = bench.random() % size, end = std::min<size_t>(size, n + 64); n < end; ++n)
                static_cast<char*>(bad.getData())[n] = static_cast<char>(bench.random());
            break;
        default: // only garbage
            bad.setSize(1 + bench.random() % 3000);
            for (size_t n = 0; n < bad.getSize(); ++n)
                static_cast<char*>(bad.getData())[n] = static_cast<char>(bench.random());
        }
        restore(*plugin, state.wrap(bad));
        session.process(block);
        expect(finite(block), "not every sample is finite after a damaged state");
    }
    restore(*plugin, whole);
    tick(session);
}

void besideAudio(Bench& bench) {
    const Plugin plugin = bench.loader.load();
    Session session(*plugin, {48000.0, 512, 2, 2, false, false});
    std::vector<juce::MemoryBlock> states;
    for (int i = 0; i < 5; ++i) {
        shuffle(*plugin, bench.random);
        tick(session);
        states.push_back(stateOf(*plugin));
    }
    const AudioThread audio(session, 2, 512, 3);
    for (int i = 0; i < 60; ++i) {
        restore(*plugin, states[bench.random() % states.size()]);
        dispatchMessages(5);
        (void)stateOf(*plugin);
    }
    expect(audio.blocks() > 10, "the audio thread hardly ran");
    expect(audio.stayedFinite(), "not every sample is finite");
}

void programs(Bench& bench) {
    const Plugin plugin = bench.loader.load();
    Session session(*plugin, {});
    const int count = plugin->getNumPrograms();
    for (int i = 0; i < count; ++i) {
        plugin->setCurrentProgram(i);
        (void)plugin->getProgramName(i);
        tick(session);
    }
    bench.note = std::to_string(count) + " in all";
}

} // namespace

std::vector<Check> stateChecks() {
    return {{"save, load, save gives the same bytes", roundTrip},
            {"200 damaged and random states", damaged},
            {"states restored and saved while audio runs", besideAudio},
            {"every program", programs}};
}

} // namespace solus::host
