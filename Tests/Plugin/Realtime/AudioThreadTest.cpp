// Nothing that happens around the plugin makes its audio thread wait: no allocation, no lock, no system call in
// processBlock() while parameters, models, presets, voices and states change and the editor is open. Also runs under
// ThreadSanitizer, where the hook is off.
#include "Engine/Models.h"
#include "Plugin/Support/Clips.h"
#include "PluginLoader.h"
#include "Presets.h"
#include "Processor.h"
#include "Support/RealtimeHook.h"
#include "Verify/Embedder.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <random>
#include <thread>

using namespace solus;
using solus::host::dispatchMessages;

namespace {

void prepare(SolusProcessor& processor, int rate = 48000) {
    processor.setRateAndBufferSizeDetails(rate, 512);
    processor.prepareToPlay(rate, 512);
}

/// Loops a clip in blocks of changing length, as an audio thread does, with the hook on.
class AudioThread {
public:
    explicit AudioThread(SolusProcessor& processor) : processor_(processor), thread_([this] { run(); }) {}
    ~AudioThread() { stop(); }

    void stop() {
        stop_ = true;
        if (thread_.joinable()) thread_.join();
    }
    /// After stop().
    int violations() const { return violations_; }
    std::string first() const { return first_; }
    bool finite() const { return finite_; }
    int latencyChanges() const { return latencyChanges_; }
    int blocks() const { return blocks_; }

private:
    void run() {
        const auto clip = toy::clip(2, 48000, 2.0);
        std::mt19937 random(1);
        juce::MidiBuffer midi;
        juce::AudioBuffer<float> block(2, 512);
        juce::AudioBuffer<double> wide(2, 512);
        int at = 0, latency = processor_.engine().latencySamples();
        while (!stop_) {
            const int count = static_cast<int>(random() % 513);
            if (at + count > clip.getNumSamples()) at = 0;
            block.setSize(2, count, false, false, true);
            wide.setSize(2, count, false, false, true);
            for (int c = 0; c < 2; ++c) {
                block.copyFrom(c, 0, clip, c, at, count);
                std::copy_n(clip.getReadPointer(c, at), count, wide.getWritePointer(c));
            }
            at += count;
            const unsigned way = random() % 20;
            {
                // JUCE's wrappers hold this lock around every call; the plugin's own work is under the hook.
                const juce::ScopedLock lock(processor_.getCallbackLock());
                const toy::RealtimeWatch watch;
                if (way == 0)
                    processor_.processBlock(wide, midi);
                else if (way == 1)
                    processor_.processBlockBypassed(block, midi);
                else
                    processor_.processBlock(block, midi);
                if (way == 2) processor_.reset();
                violations_ += watch.violations();
                if (first_.empty()) first_ = watch.firstViolation();
            }
            for (int n = 0; n < count; ++n) finite_ = finite_ && std::isfinite(block.getSample(0, n));
            latencyChanges_ += latency != processor_.engine().latencySamples();
            latency = processor_.engine().latencySamples();
            ++blocks_;
            std::this_thread::sleep_for(std::chrono::microseconds(300));
        }
    }

    SolusProcessor& processor_;
    std::atomic<bool> stop_{false};
    int violations_ = 0, latencyChanges_ = 0, blocks_ = 0;
    bool finite_ = true;
    std::string first_;
    std::thread thread_;
};

VoicePrint voice(const std::string& name, unsigned seed) {
    Embedder embedder(defaultEmbedder(), 1);
    std::mt19937 random(seed);
    std::normal_distribution<float> normal;
    std::vector<float> embedding(embedder.embedding().size());
    float power = 0.0f;
    for (float& x : embedding) x = normal(random), power += x * x;
    for (float& x : embedding) x /= std::sqrt(power);
    return {name, defaultEmbedder()->hash, embedding, 9.0, ""};
}

/// One action of a user or host.
void somethingHappens(SolusProcessor& processor, std::mt19937& random) {
    static const std::vector<std::string> models{"denoise-solus", "denoise-live", "denoise-light",
                                                 "denoise-monitor", "denoise-ibm"};
    auto& voices = processor.voices();
    switch (random() % 12) {
    case 0:
        processor.chooseModel(models[random() % models.size()]);
        break;
    case 1: {
        const auto presets = allPresets(processor.standardSettings());
        processor.setSettings(presets[random() % presets.size()].settings);
        break;
    }
    case 2:
        voices.add(voice("voice " + std::to_string(random() % 4), random()), random() % 2);
        processor.voicesChanged();
        break;
    case 3:
        voices.remove("voice " + std::to_string(random() % 4));
        processor.voicesChanged();
        break;
    case 4: {
        juce::MemoryBlock state;
        processor.getStateInformation(state);
        processor.setStateInformation(state.getData(), static_cast<int>(state.getSize()));
        break;
    }
    case 5:
        processor.enrolment().record("new", 48000);
        break;
    case 6:
        processor.enrolment().cancel();
        break;
    case 7:
        processor.watch(random() % 2);
        break;
    case 8:
        processor.setUndecided(static_cast<Undecided>(random() % 3));
        processor.setLookAheadMs(static_cast<float>(random() % 3) * 20.0f);
        processor.setSplit(random() % 2);
        break;
    default:
        for (auto* p : processor.parameters().saved())
            if (random() % 3 == 0) p->setValueNotifyingHost(static_cast<float>(random() % 1001) / 1000.0f);
    }
}

void theAudioThreadIsClean(SolusProcessor& processor, int rounds, const std::function<void()>& eachRound) {
    prepare(processor);
    AudioThread audio(processor);
    std::mt19937 random(7);
    for (int i = 0; i < rounds; ++i) {
        somethingHappens(processor, random);
        eachRound();
    }
    processor.enrolment().cancel();
    audio.stop();
    INFO("first violation: " << audio.first());
    CHECK(audio.violations() == 0);
    CHECK(audio.finite());
    CHECK(audio.blocks() > 100);
    CHECK(audio.latencyChanges() >= 2); // models really changed while the hook watched
}

} // namespace

TEST_CASE("the watch sees an allocation and a lock in what the audio thread calls") {
    if (!toy::RealtimeWatch::available()) return;
    SolusProcessor processor;
    prepare(processor);
    auto block = toy::clip(2, 48000, 0.01);
    juce::MidiBuffer midi;
    {
        const toy::RealtimeWatch watch;
        processor.processBlock(block, midi);
        CHECK(watch.violations() == 0);
        // What an audio thread must not call: a parameter change that notifies its listeners, and saving.
        processor.say("a message");
        CHECK(watch.violations() > 0);
    }
    struct Careless : juce::AudioProcessorParameter::Listener {
        void parameterValueChanged(int, float value) override { heard.push_back(value); }
        void parameterGestureChanged(int, bool) override {}
        std::vector<float> heard;
    } careless;
    processor.parameters().mix.addListener(&careless);
    {
        const toy::RealtimeWatch watch;
        processor.parameters().mix.setValueNotifyingHost(0.5f);
        CHECK(watch.violations() > 0);
    }
    processor.parameters().mix.removeListener(&careless);
}

TEST_CASE("processBlock() never waits while parameters, models, presets, voices and states change") {
    SolusProcessor processor;
    theAudioThreadIsClean(processor, 400, [] { dispatchMessages(8); });
}

TEST_CASE("processBlock() never waits while the editor is open") {
    if (std::getenv("DISPLAY") == nullptr) {
        WARN("no display: run this test under xvfb-run -a");
        return;
    }
    SolusProcessor processor;
    std::unique_ptr<juce::AudioProcessorEditor> editor;
    int round = 0;
    theAudioThreadIsClean(processor, 200, [&] {
        if (round % 50 == 0) { // closed and opened again
            editor.reset();
            editor.reset(processor.createEditorIfNeeded());
            editor->addToDesktop(0);
            editor->setVisible(true);
        }
        if (round % 50 == 25) editor->setSize(700 + round, 500 + round);
        ++round;
        dispatchMessages(15);
    });
    editor.reset();
}

TEST_CASE("a new voice is learnt beside the audio") {
    SolusProcessor processor;
    prepare(processor);
    {
        AudioThread audio(processor);
        processor.enrolment().readFile("me", std::string(SOLUS_RESOURCES) + "/Demo/enrol-2.flac");
        for (int i = 0; i < 600 && processor.voices().list().empty(); ++i) dispatchMessages(50);
        audio.stop();
        INFO("first violation: " << audio.first());
        CHECK(audio.violations() == 0);
    }
    REQUIRE(processor.voices().list().size() == 1);
    CHECK(processor.voices().list()[0].print.name == "me");
    CHECK(processor.voices().list()[0].usable);
}
