// The strip below the editor: source, device, level, monitor; file player, hear myself, recorder; status.
#pragma once

#include "Face/ChoiceRow.h"
#include "Face/LevelMeter.h"
#include "Face/PlayPosition.h"
#include "Session.h"

namespace solus::live {

class Strip final : public juce::Component, private juce::Timer {
public:
    explicit Strip(Session&);

    static constexpr int height = 116;
    /// Called when the device button is pressed.
    std::function<void()> onSound;

    void paint(juce::Graphics&) override;
    void resized() override;
    /// Lets the user choose a file to play.
    void browse();

private:
    void timerCallback() override;
    void refreshTransport();
    void refreshRecording();
    void refreshFacts();

    Session& session_;
    ChoiceRow source_, monitor_;
    MenuButton device_;
    LevelMeter meter_;
    PillButton file_, play_, loop_;
    PlayPosition position_;
    PillButton hearMyself_, record_;
    juce::Label monitorLabel_, facts_, message_;
    std::unique_ptr<juce::FileChooser> chooser_;
    int ticks_ = 0;
};

} // namespace solus::live
