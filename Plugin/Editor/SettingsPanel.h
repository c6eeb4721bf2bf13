// The panel under the gear: the gate's detailed settings, theme, folders and files.
#pragma once

#include "Editor/Actions.h"
#include "Editor/PillButton.h"
#include "Editor/SegmentSwitch.h"
#include "Editor/SliderRow.h"

#include <array>

namespace solus {

class SettingsPanel final : public juce::Component {
public:
    explicit SettingsPanel(Actions&);

    std::function<void()> onClose, onLoadModel, onImportVoice;
    /// "dark" or "light".
    std::function<void(const std::string&)> onTheme;

    /// Percent.
    std::function<void(int)> onZoom;
    static constexpr std::array zooms{100, 125, 150, 175, 200};

    static constexpr int width = 300, height = 457;
    /// Gives the keyboard focus to the first setting.
    void focusFirst() { hold_.grabKeyboardFocus(); }
    /// Updates settings that are not parameters.
    void refresh();

    void paint(juce::Graphics&) override;
    void resized() override;
    bool keyPressed(const juce::KeyPress&) override;

private:
    void showVoicesFolder();

    Actions& actions_;
    PillButton close_;
    SliderRow hold_, release_, lookAhead_;
    SegmentSwitch undecided_, sides_, theme_, zoom_;
    PillButton folder_, import_, model_;
    std::vector<std::pair<juce::String, juce::Rectangle<int>>> headings_, labels_;
};

} // namespace solus
