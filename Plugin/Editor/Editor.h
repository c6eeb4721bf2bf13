// The plugin's face.
#pragma once

#include "Editor/Actions.h"
#include "Editor/FocusFrame.h"
#include "Editor/Look.h"
#include "Editor/NoiseCard.h"
#include "Editor/SettingsPanel.h"
#include "Editor/SpectrogramCard.h"
#include "Editor/StatusBar.h"
#include "Editor/TopBar.h"
#include "Editor/VoiceCard.h"

namespace solus {

/// Message thread. Reads the processor's atomics and wait-free feeds; draws nothing and asks for no sound
/// while it is hidden.
class Editor final : public juce::AudioProcessorEditor,
                     public juce::FileDragAndDropTarget,
                     private juce::Timer {
public:
    explicit Editor(SolusProcessor&);
    ~Editor() override;

    static constexpr int standardWidth = 960, standardHeight = 600, leastWidth = 760, leastHeight = 480;

    /// One picture of the display, `elapsed` seconds after the last. The timer calls it while the editor
    /// shows; programs without a window call it themselves, after processor.watch(true).
    void frame(double elapsed);
    /// How many pictures there were.
    long frames() const noexcept { return frames_; }

    /// "dark" or "light".
    void setTheme(const std::string&);
    /// The size of everything, in percent; hosts multiply it by their own scale.
    void setZoom(int percent);
    /// From now on the owner sizes everything, e.g. the window of a program of our own: it hears of every choice.
    void letOwnerZoom(std::function<void(int)>);
    /// The window shows the tips.
    void leaveTips() { tooltips_.reset(); }
    void setScaleFactor(float) override;
    /// A sound file teaches a voice, a .voice file is taken in, a model file is loaded.
    void take(const juce::File&);
    void showSettings(bool);
    VoiceCard& voiceCard() noexcept { return voice_; }
    Actions& actions() noexcept { return actions_; }

    void paint(juce::Graphics&) override;
    void paintOverChildren(juce::Graphics&) override;
    void resized() override;
    bool keyPressed(const juce::KeyPress&) override;
    void mouseDown(const juce::MouseEvent&) override;
    void visibilityChanged() override { watchOrNot(); }
    void parentHierarchyChanged() override;
    bool isInterestedInFileDrag(const juce::StringArray&) override;
    void fileDragEnter(const juce::StringArray&, int, int) override;
    void fileDragExit(const juce::StringArray&) override;
    void filesDropped(const juce::StringArray&, int, int) override;

private:
    /// Where keys arrive when nothing of ours has the focus.
    struct WindowKeys final : juce::KeyListener {
        explicit WindowKeys(Editor& e) : editor(e) {}
        bool keyPressed(const juce::KeyPress& key, juce::Component*) override { return editor.passOn(key); }
        Editor& editor;
    };
    bool passOn(const juce::KeyPress&);
    void timerCallback() override;
    void watchOrNot();
    void refresh();
    void chooseModelFile();
    void chooseVoiceFile();

    SolusProcessor& processor_;
    Look look_;
    Actions actions_;
    TopBar top_;
    NoiseCard noise_;
    SpectrogramCard spectrograms_;
    VoiceCard voice_;
    StatusBar status_;
    SettingsPanel settings_;
    FocusFrame focus_;
    WindowKeys windowKeys_{*this};
    juce::Component::SafePointer<juce::Component> window_; ///< that windowKeys_ listens to
    std::unique_ptr<juce::TooltipWindow> tooltips_;
    std::unique_ptr<juce::FileChooser> chooser_;
    std::string theme_;
    bool watching_ = false, dropping_ = false;
    std::function<void(int)> ownerZooms_;
    int zoom_ = 100;
    float hostScale_ = 1.0f;
    double lastFrameMs_ = 0.0, sinceRefresh_ = 1.0;
    long frames_ = 0;
};

} // namespace solus
