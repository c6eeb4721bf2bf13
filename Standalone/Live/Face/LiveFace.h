// The contents of the window: the plugin's editor above the strip, and the sound panel when it is open.
#pragma once

#include "Editor/Editor.h"
#include "Editor/FocusFrame.h"
#include "Editor/Look.h"
#include "Face/SoundPanel.h"
#include "Face/Strip.h"

namespace solus::live {

class LiveFace final : public juce::Component,
                       public juce::FileDragAndDropTarget,
                       private juce::ComponentListener,
                       private juce::Timer {
public:
    explicit LiveFace(Session&);
    ~LiveFace() override;

    /// Of the window's contents: with a title bar on a screen of 800 x 560, slightly smaller than the default.
    static constexpr int leastWidth = 800, leastHeight = Editor::leastHeight + Strip::height;
    /// The user chose a scale, in percent.
    std::function<void(int)> onZoom;

    void openSoundPanel(bool);
    bool soundPanelIsOpen() const { return panel_.isVisible(); }

    void resized() override;
    void paint(juce::Graphics&) override;
    bool isInterestedInFileDrag(const juce::StringArray& files) override;
    void filesDropped(const juce::StringArray& files, int x, int y) override;
    bool keyPressed(const juce::KeyPress&) override;
    void mouseDown(const juce::MouseEvent&) override;

private:
    void timerCallback() override;
    void componentMovedOrResized(juce::Component&, bool moved, bool resized) override;

    Session& session_;
    Look look_;
    std::unique_ptr<juce::AudioProcessorEditor> editor_;
    Strip strip_;
    SoundPanel panel_;
    FocusFrame stripFocus_{strip_}, panelFocus_{panel_}; // the editor has its own
    juce::TooltipWindow tips_{this, 700};                // one for the whole window
    bool laying_ = false;
};

} // namespace solus::live
