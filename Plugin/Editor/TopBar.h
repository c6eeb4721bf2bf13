// The top of the face: wordmark, presets, undo, A/B, what is heard, settings.
#pragma once

#include "Editor/AbButton.h"
#include "Editor/Actions.h"
#include "Editor/PillButton.h"

namespace solus {

class TopBar final : public juce::Component {
public:
    explicit TopBar(Actions&);

    static constexpr int height = 48;
    /// The gear was pressed.
    std::function<void()> onSettings;
    /// Follows what is shown; a few times a second will do.
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
    std::unique_ptr<juce::TextEditor> name_; ///< while a preset gets its name
};

} // namespace solus
