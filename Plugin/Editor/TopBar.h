// The top of the editor: logo, presets, undo, A/B, listen to removed, bypass, settings.
#pragma once

#include "Editor/AbButton.h"
#include "Editor/Actions.h"
#include "Editor/PillButton.h"

namespace solus {

class TopBar final : public juce::Component {
public:
    explicit TopBar(Actions&);

    static constexpr int height = 48;
    /// Called when the gear is pressed.
    std::function<void()> onSettings;
    /// Updates the display; a few times per second is enough.
    void refresh();

    void paint(juce::Graphics&) override;
    void resized() override;

private:
    void showPresetMenu();
    void askForName();
    void leaveName();

    Actions& actions_;
    MenuButton preset_;
    PillButton previous_, next_, undo_, redo_;
    AbButton compare_;
    ParamButton removed_, on_;
    PillButton settings_;
    std::unique_ptr<juce::TextEditor> name_; ///< exists while a preset is being named
};

} // namespace solus
