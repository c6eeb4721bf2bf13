// The panel of the audio device: system, input, output, rate, buffer, round trip, recordings.
#pragma once

#include "Editor/Card.h"
#include "Face/ChoiceRow.h"
#include "Session.h"

namespace solus::live {

class SoundPanel final : public Card {
public:
    explicit SoundPanel(Session&);

    static constexpr int width = 460, height = 416;
    std::function<void()> onClose;
    /// Updates the panel.
    void refresh();

    void paint(juce::Graphics&) override;
    void resized() override;
    bool keyPressed(const juce::KeyPress&) override;

private:
    struct Row {
        juce::String name;
        MenuButton* button;
    };
    void menuOf(MenuButton&, const juce::StringArray& items, int chosen, std::function<void(int)>);
    void change(std::function<void(DeviceChoice&)>);
    void showFamilies();
    void showDevices(bool input);
    void showRates();
    void showBlocks();
    void showInputs();
    bool manyInputs() const;
    juce::Rectangle<int> rowArea(int index) const;

    Session& session_;
    PillButton close_;
    MenuButton family_, input_, output_, rate_, block_;
    ChoiceRow channel_;     // for a device with two inputs
    MenuButton microphone_; // for a device with more
    ChoiceRow recordAs_;
    PillButton measure_, reset_;
    std::vector<Row> rows_;
};

} // namespace solus::live
