// All of the window: the plugin's face above the strip, and the sound panel when it is open.
#pragma once

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

    void openSoundPanel(bool);
    bool soundPanelIsOpen() const { return panel_.isVisible(); }

    void resized() override;
    void paint(juce::Graphics&) override;
    bool isInterestedInFileDrag(const juce::StringArray& files) override;
    void filesDropped(const juce::StringArray& files, int x, int y) override;

private:
    void timerCallback() override;
    void componentMovedOrResized(juce::Component&, bool moved, bool resized) override;

    Session& session_;
    Look look_;
    std::unique_ptr<juce::AudioProcessorEditor> editor_;
    Strip strip_;
    SoundPanel panel_;
    juce::TooltipWindow stripTips_{&strip_, 600}, panelTips_{&panel_, 600}; // the editor has its own
    bool laying_ = false;
};

} // namespace solus::live
