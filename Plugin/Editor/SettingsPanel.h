// What opens under the gear: the gate's finer settings, theme, folders and files.
#pragma once

#include "Editor/Actions.h"
#include "Editor/PillButton.h"
#include "Editor/SegmentSwitch.h"
#include "Editor/SliderRow.h"

namespace solus {

class SettingsPanel final : public juce::Component {
public:
    explicit SettingsPanel(Actions&);

    std::function<void()> onClose, onLoadModel, onImportVoice;
    /// "dark" or "light".
    std::function<void(const std::string&)> onTheme;

    static constexpr int width = 300, height = 430;
    /// Follows settings that are no parameters.
    void refresh();

    void paint(juce::Graphics&) override;
    void resized() override;
    bool keyPressed(const juce::KeyPress&) override;

private:
    Actions& actions_;
    PillButton close_;
    SliderRow hold_, release_, lookAhead_;
    SegmentSwitch undecided_, theme_;
    PillButton folder_, import_, model_;
    std::vector<std::pair<juce::String, juce::Rectangle<int>>> headings_, labels_;
};

} // namespace solus
