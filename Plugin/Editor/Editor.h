// The plugin's editor.
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

/// Message thread. Reads the processor's atomics and wait-free feeds. While hidden, it draws nothing and requests no
/// audio.
class Editor final : public juce::AudioProcessorEditor,
                     public juce::FileDragAndDropTarget,
                     private juce::Timer {
public:
    explicit Editor(SolusProcessor&);
    ~Editor() override;

    static constexpr int standardWidth = 960, standardHeight = 600, leastWidth = 760, leastHeight = 480;

    /// One frame of the display, `elapsed` seconds after the last. The timer calls it while the editor is visible;
    /// programs without a window call it themselves, after processor.watch(true).
    void frame(double elapsed);
    /// How many frames were drawn.
    long frames() const noexcept { return frames_; }

    /// "dark" or "light".
    void setTheme(const std::string&);
    /// The scale of everything, in percent; hosts multiply it by their own scale.
    void setZoom(int percent);
    /// From now on the owner controls the size (for example the live app's window) and is notified of every change.
    void letOwnerZoom(std::function<void(int)>);
    /// The window shows the tooltips.
    void leaveTips() { tooltips_.reset(); }
    void setScaleFactor(float) override;
    /// Enrols a voice from an audio file, imports a .voice file, or loads a model file.
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
    /// Where keys arrive when no component of the editor has the focus.
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
    juce::Component::SafePointer<juce::Component> window_; ///< the window that windowKeys_ listens to
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
