// The shell around the engine: blocks, resets, bypass, latency, buses.
#include "Engine/Models.h"
#include "Engine/Parameters.h"
#include "Identity.h"
#include "Plugin/Processor/ProcessorHelp.h"
#include "Plugin/Support/Clips.h"
#include "PluginLoader.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <cstdio>
#include <ctime>

using namespace solus;

TEST_CASE("one copy of the weights serves all instances") {
    std::vector<std::unique_ptr<SolusProcessor>> processors;
    for (int i = 0; i < 20; ++i) {
        const std::clock_t start = std::clock();
        processors.push_back(std::make_unique<SolusProcessor>());
        if (i < 2) // a figure for the docs, not a requirement: the first one loads the models
            std::printf("processor %d constructed in %.1f ms of processor time\n", i + 1,
                        1e3 * static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC);
        toy::prepare(*processors.back());
        CHECK(processors.back()->engine().denoiser() == processors.front()->engine().denoiser());
    }
    CHECK(processors.front()->engine().denoiser() == defaultDenoiser());
}

TEST_CASE("reset() makes a fresh instance of one that has played") {
    const auto in = toy::clip(2, 44100, 1.0);
    for (bool gated : {false, true}) {
        SolusProcessor processor, fresh;
        for (auto* p : {&processor, &fresh}) {
            p->parameters().gate.setValueNotifyingHost(gated ? 1.0f : 0.0f);
            toy::prepare(*p, 44100);
        }
        toy::play(processor, in);
        processor.reset();
        CHECK(toy::difference(toy::play(processor, in), toy::play(fresh, in)) == 0.0);
    }
}

TEST_CASE("blocks of length 0, and a block before prepareToPlay, do no harm") {
    SolusProcessor processor;
    juce::MidiBuffer midi;
    auto block = toy::clip(2, 48000, 0.01);
    const auto before = block;
    processor.processBlock(block, midi);
    CHECK(toy::difference(block, before) == 0.0);
    toy::prepare(processor);
    juce::AudioBuffer<float> none(2, 0), noChannels(0, 512);
    processor.processBlock(none, midi);
    processor.processBlock(noChannels, midi);
    const auto in = toy::clip(2, 48000, 0.5);
    int calls = 0;
    const auto out = toy::play(processor, in, 480, [&](int) {
        if (++calls % 3 == 0) processor.processBlock(none, midi);
    });
    CHECK(toy::difference(out, toy::throughEngine(in, 48000)) <= 1e-6);
}

TEST_CASE("rates that the engine does not take pass the sound and say why") {
    for (int rate : {4000, 384000}) {
        SolusProcessor processor;
        toy::prepare(processor, rate);
        CHECK(processor.message().find("8 to 192 kHz") != std::string::npos);
        CHECK(processor.getLatencySamples() == 0);
        const auto in = toy::clip(2, 48000, 0.1);
        CHECK(toy::difference(toy::play(processor, in), in) == 0.0);
        toy::prepare(processor, 48000); // and it recovers
        CHECK(processor.getLatencySamples() == 480);
        CHECK(toy::difference(toy::play(processor, in), toy::throughEngine(in, 48000)) <= 1e-6);
    }
}

TEST_CASE("mono, stereo and mono to stereo, and nothing else") {
    using Set = juce::AudioChannelSet;
    SolusProcessor processor;
    const auto takes = [&](const Set& in, const Set& out) {
        juce::AudioProcessor::BusesLayout layout;
        layout.inputBuses.add(in);
        layout.outputBuses.add(out);
        return processor.checkBusesLayoutSupported(layout);
    };
    CHECK(takes(Set::mono(), Set::mono()));
    CHECK(takes(Set::stereo(), Set::stereo()));
    CHECK(takes(Set::mono(), Set::stereo()));
    CHECK_FALSE(takes(Set::stereo(), Set::mono()));
    CHECK_FALSE(takes(Set::create5point1(), Set::create5point1()));
    CHECK_FALSE(takes(Set::disabled(), Set::stereo()));
}

TEST_CASE("the tail is at least as long as the latency") {
    for (int rate : {8000, 48000, 192000}) {
        SolusProcessor processor;
        toy::prepare(processor, rate);
        CHECK(processor.getTailLengthSeconds() * rate >= processor.getLatencySamples());
    }
}

TEST_CASE("bypass by parameter and by call are the delayed input, and cross-fade") {
    const auto in = toy::clip(2, 48000, 1.0);
    SolusProcessor processor, byCall;
    processor.parameters().bypass.setValueNotifyingHost(1.0f);
    toy::prepare(processor);
    toy::prepare(byCall);
    CHECK(toy::differenceAfter(toy::play(processor, in), in, processor.getLatencySamples()) == 0.0);
    juce::MidiBuffer midi;
    auto copy = in;
    byCall.processBlockBypassed(copy, midi);
    CHECK(toy::differenceAfter(copy, in, byCall.getLatencySamples()) == 0.0);
    // The call does not change the parameter, and processing returns.
    CHECK_FALSE(byCall.parameters().bypass.get());
}

TEST_CASE("a model swap while playing cross-fades, and the latency changes once, from the message thread") {
    struct Count : juce::AudioProcessorListener {
        void audioProcessorParameterChanged(juce::AudioProcessor*, int, float) override {}
        void audioProcessorChanged(juce::AudioProcessor*, const ChangeDetails& details) override {
            if (!details.latencyChanged) return;
            ++changes;
            elsewhere += juce::MessageManager::getInstance()->isThisTheMessageThread() ? 0 : 1;
        }
        int changes = 0, elsewhere = 0;
    };
    juce::AudioBuffer<float> in(2, 3 * 48000);
    for (int n = 0; n < in.getNumSamples(); ++n)
        for (int c = 0; c < 2; ++c)
            in.setSample(c, n, 0.25f * static_cast<float>(std::sin(0.02617994 * n))); // 200 Hz
    SolusProcessor processor;
    processor.parameters().amount.setValueNotifyingHost(0.0f);
    toy::prepare(processor, 48000, 2, false);
    Count count;
    processor.addListener(&count);
    const auto out = toy::play(processor, in, 480, [&](int at) {
        if (at == 48000) CHECK(processor.chooseModel("denoise-live"));
        if (at % 4800 == 0) host::dispatchMessages(60); // the processor polls 20 times per second
    });
    CHECK(count.changes == 1);
    CHECK(count.elsewhere == 0);
    CHECK(processor.getLatencySamples() == 240);
    // 200 Hz at 0.25 changes by 0.0066 per sample. The delay jumps from 10 to 5 ms while the two paths cross-fade:
    // there is no step.
    CHECK(toy::largestStep(out, 2000) < 0.0075);
    processor.removeListener(&count);
}

TEST_CASE("offline, a chosen model plays from the next sample on") {
    const auto in = toy::clip(2, 48000, 0.5);
    SolusProcessor processor;
    toy::prepare(processor);
    toy::play(processor, in);
    REQUIRE(processor.chooseModel("denoise-live"));
    CHECK(toy::difference(toy::play(processor, in), toy::throughEngine(in, 48000, {}, "denoise-live")) <=
          1e-6);
}

TEST_CASE("a render starts from nothing where the host neither prepares nor resets") {
    struct Transport : juce::AudioPlayHead {
        juce::Optional<PositionInfo> getPosition() const override {
            PositionInfo info;
            info.setIsPlaying(playing);
            return info;
        }
        bool playing = false;
    } transport;
    const auto in = toy::clip(2, 48000, 0.5);
    const auto expected = toy::throughEngine(in, 48000);
    SolusProcessor processor;
    processor.setPlayHead(&transport);
    toy::prepare(processor, 48000, 2, false);
    toy::play(processor, in, 333); // live
    processor.setNonRealtime(true);
    toy::play(processor, in, 333); // offline, the transport is still stopped
    transport.playing = true;
    CHECK(toy::difference(toy::play(processor, in), expected) <= 1e-6);
    CHECK(toy::difference(toy::play(processor, in), expected) > 1e-4); // it keeps playing: no second start
    processor.setPlayHead(nullptr);
}

TEST_CASE("the speaker score reaches hosts as a parameter") {
    SolusProcessor processor;
    processor.parameters().gate.setValueNotifyingHost(1.0f);
    CHECK_FALSE(processor.parameters().score.isAutomatable());
    toy::prepare(processor);
    toy::play(processor, toy::clip(2, 48000, 1.0));
    host::dispatchMessages(150);
    CHECK(processor.parameters().score.get() ==
          Approx(100.0f * processor.engine().speakerScore()).margin(0.6));
}

TEST_CASE("hosts see the rows of the table: IDs, names, units, ranges, steps, defaults") {
    SolusProcessor processor;
    int rows = 0;
    for (auto* parameter : processor.parameters().saved()) {
        INFO(parameter->paramID);
        const ParameterSpec* spec = findParameter(parameter->paramID.toStdString());
        REQUIRE(spec != nullptr);
        CHECK(parameter->name == spec->name);
        CHECK(parameter->label == spec->unit);
        const auto& range = parameter->getNormalisableRange();
        CHECK(range.start == spec->low);
        CHECK(range.end == spec->high);
        CHECK(range.interval == (spec->kind == ParameterKind::toggle ? 1.0f : spec->step));
        CHECK(parameter->convertFrom0to1(parameter->getDefaultValue()) == Approx(spec->standard));
        ++rows;
    }
    CHECK(rows == 10);
    CHECK(processor.parameters().find(identity::amount) == &processor.parameters().amount);
    CHECK(processor.parameters().find(identity::bypass) == &processor.parameters().bypass);
    // Parameters that are not automated have the table's range and default too.
    const auto& lookAhead = specOf(Parameter::lookAhead);
    processor.setLookAheadMs(1e9f);
    CHECK(processor.settings().lookAheadMs == lookAhead.high);
    processor.setLookAheadMs(-5.0f);
    CHECK(processor.settings().lookAheadMs == lookAhead.low);
}
