// The plugin's processor: a thin shell around VoiceEngine for hosts.
#pragma once

#include "Engine/VoiceEngine.h"
#include "Enrolment.h"
#include "Meters.h"
#include "Parameters.h"
#include "PluginState.h"
#include "Presets.h"
#include "ScoreNotifier.h"
#include "SettingsHistory.h"
#include "VoiceBook.h"

#include <juce_audio_processors/juce_audio_processors.h>
#include <memory>
#include <mutex>

namespace solus {

struct EditorMemory {
    std::string preset, theme;
    int width = 960, height = 600;
    int zoom = 100; ///< percent
};

/// processBlock() never waits. Functions not marked for the audio thread are for the message thread, except
/// getStateInformation() and setStateInformation(), which hosts call from any thread.
class SolusProcessor final : public juce::AudioProcessor, private juce::Timer {
public:
    /// Needs no display. All instances share the built-in models.
    SolusProcessor();
    ~SolusProcessor() override;

    // Audio
    void prepareToPlay(double sampleRate, int maximumBlock) override;
    void releaseResources() override {}
    void reset() override;
    bool isBusesLayoutSupported(const BusesLayout&) const override;
    void processBlock(juce::AudioBuffer<float>&, juce::MidiBuffer&) override;
    void processBlock(juce::AudioBuffer<double>&, juce::MidiBuffer&) override;
    void processBlockBypassed(juce::AudioBuffer<float>&, juce::MidiBuffer&) override;
    void processBlockBypassed(juce::AudioBuffer<double>&, juce::MidiBuffer&) override;
    bool supportsDoublePrecisionProcessing() const override { return true; }
    double getTailLengthSeconds() const override;
    /// None in LV2, where JUCE would overwrite it from the host's "enabled" port in every block, so that it could not
    /// be set in any other way. There the port calls processBlockBypassed(), and the parameter is an ordinary one.
    juce::AudioProcessorParameter* getBypassParameter() const override {
        return wrapperType == wrapperType_LV2 ? nullptr : &parameters_.bypass;
    }

    // State
    void getStateInformation(juce::MemoryBlock&) override;
    void setStateInformation(const void* data, int size) override;
    PluginState state() const;
    void setState(const PluginState&);
    Settings settings() const;
    /// Parameters change by gestures, so that hosts see it. A missing model is a message, not an error.
    void setSettings(const Settings&);
    /// As in a new instance.
    const Settings& standardSettings() const noexcept { return standard_; }

    // Model
    /// The name of a built-in model ("denoise-solus") or the path of a file. If it cannot be loaded, returns false,
    /// with a message(), and the current model stays.
    bool chooseModel(const std::string& nameOrPath);
    ModelChoice modelChoice() const;

    // Gate options that are not parameters
    void setUndecided(Undecided);
    void setLookAheadMs(float);
    /// Each channel separately (see VoiceEngine::setSplit).
    void setSplit(bool);

    // Voices: change the book, then update the engine
    VoiceBook& voices() noexcept { return voices_; }
    void voicesChanged();
    /// Adds the voices of the shared folder that have new names; the first voice ever may pass the gate. Message
    /// thread.
    void addSharedVoices();
    Enrolment& enrolment() noexcept { return enrolment_; }

    // For the display
    Parameters& parameters() noexcept { return parameters_; }
    Meters& meters() noexcept { return meters_; }
    const VoiceEngine& engine() const noexcept { return engine_; }
    /// A message for the user ("... is missing; the default model is used"); "" if there is none.
    std::string message() const;
    void say(std::string message);
    /// Stored with the session: name of the preset shown, theme, size of the editor.
    void setEditorMemory(const std::string& preset, const std::string& theme, int width, int height);
    EditorMemory editorMemory() const;
    /// The scale of the whole editor, 100 ... 200 percent.
    void setEditorZoom(int percent);
    /// A display is watching: it gets audio, and the speaker score runs even while the gate is off.
    void watch(bool on) noexcept;
    /// Stored here, since the editor's window may be closed.
    SettingsHistory& history() noexcept { return history_; }
    AbCompare& abCompare() noexcept { return abCompare_; }
    /// Sample rate, channels and block size as the host last set them.
    int blockSize() const noexcept { return maximumBlock_; }
    int channels() const noexcept { return channels_; }

    // Other functions required by JUCE
    const juce::String getName() const override { return "Solus"; }
    bool acceptsMidi() const override { return false; }
    bool producesMidi() const override { return false; }
    int getNumPrograms() override { return 1; }
    int getCurrentProgram() override { return 0; }
    void setCurrentProgram(int) override {}
    const juce::String getProgramName(int) override { return "Solus"; }
    void changeProgramName(int, const juce::String&) override {}
    bool hasEditor() const override { return true; }
    juce::AudioProcessorEditor* createEditor() override;

private:
    template <typename Sample>
    void run(juce::AudioBuffer<Sample>&, bool bypassed) noexcept;
    template <typename Sample>
    void runSlice(juce::AudioBuffer<Sample>&, int from, int count) noexcept;
    template <typename Sample>
    void passAsItIs(juce::AudioBuffer<Sample>&) noexcept;
    void engineSettings(bool bypassed) noexcept;
    bool rolling() const noexcept;
    void learnt(VoicePrint);
    std::shared_ptr<const Model> findChoice(ModelChoice&);
    void useModel(std::shared_ptr<const Model>);
    void prepareEngine();
    void tellLatency();
    void prepareAtOnceUnlessLive();
    void listenAsNeeded() noexcept;
    void timerCallback() override;
    void tellScore();

    std::shared_ptr<const Model> defaultModel_, embedder_;
    Parameters parameters_;
    VoiceEngine engine_;
    Meters meters_;
    VoiceBook voices_;
    Enrolment enrolment_;
    Settings standard_;
    SettingsHistory history_;
    AbCompare abCompare_;

    std::mutex voicesChanging_;
    mutable std::mutex memory_; // protects what follows; the audio thread never takes it
    ModelChoice model_;
    std::string message_, preset_, theme_ = "dark";
    int width_ = 960, height_ = 600, zoom_ = 100;

    std::atomic<bool> voicesPass_{false}, watched_{false};
    std::atomic<Undecided> undecided_{Undecided::open};
    std::atomic<float> lookAheadMs_{0.0f};
    std::atomic<bool> split_{false};
    std::atomic<int> maximumBlock_{0}, channels_{0};
    juce::SharedResourcePointer<ScoreNotifier> scoreClock_;
    std::atomic<bool> ready_{false}, played_{false}; ///< prepared without error; a block has run since then
    double sampleRate_ = 0.0;

    // Audio thread only:
    bool rendering_ = false;
    std::array<std::array<float, Meters::maxSlice>, 2> in_{}, out_{};
};

} // namespace solus
