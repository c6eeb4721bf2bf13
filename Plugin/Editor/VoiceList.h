// The list of voices: which of them may pass, and the actions for each.
#pragma once

#include "Editor/PillButton.h"
#include "Processor.h"

#include <memory>
#include <vector>

namespace solus {

/// One voice: a toggle with its name and seconds, and a menu.
class VoiceRow final : public juce::Button {
public:
    explicit VoiceRow(const KnownVoice&);

    /// The menu's actions.
    std::function<void()> onMenu;
    std::function<void(const juce::String&)> onRename;
    PillButton& menuButton() noexcept { return menu_; }
    const juce::String& name() const noexcept { return name_; }
    /// Learnt with the current speaker model.
    bool usable() const noexcept { return usable_; }
    /// Shows a text box instead of the name.
    void askForName();

    static constexpr int height = 32;
    void paintButton(juce::Graphics&, bool over, bool down) override;
    void resized() override;
    /// Scrolls to make it visible.
    void focusGained(FocusChangeType) override;

private:
    void leaveName(bool keep);

    juce::String name_, seconds_;
    bool usable_;
    PillButton menu_;
    std::unique_ptr<juce::TextEditor> editor_;
};

/// Scrolls if there are more rows than fit.
class VoiceList final : public juce::Component {
public:
    explicit VoiceList(SolusProcessor&);

    /// Called with the name of a voice to learn again.
    std::function<void(const juce::String&)> onLearnAgain;

    /// Updates from the processor's voices; call it a few times per second.
    void refresh();

    void paint(juce::Graphics&) override;
    void resized() override;

private:
    void build(const std::vector<KnownVoice>&);
    void showMenu(VoiceRow&);
    void change(const std::function<void(VoiceBook&)>& what);
    void exportVoice(const std::string& name);

    SolusProcessor& processor_;
    juce::Viewport viewport_;
    juce::Component column_;
    std::vector<std::unique_ptr<VoiceRow>> rows_;
    std::string shown_ = "nothing"; ///< what the rows show, to detect changes
    std::unique_ptr<juce::FileChooser> chooser_;
};

} // namespace solus
