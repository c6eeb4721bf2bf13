// The voices that are known: which may pass, and what can be done with each.
#pragma once

#include "Editor/PillButton.h"
#include "Processor.h"

#include <memory>
#include <vector>

namespace solus {

/// One voice: a switch with its name and seconds, and a menu.
class VoiceRow final : public juce::Button {
public:
    explicit VoiceRow(const KnownVoice&);

    /// What the menu asks for.
    std::function<void()> onMenu;
    std::function<void(const juce::String&)> onRename;
    PillButton& menuButton() noexcept { return menu_; }
    const juce::String& name() const noexcept { return name_; }
    /// Shows a text box in place of the name.
    void askForName();

    static constexpr int height = 32;
    void paintButton(juce::Graphics&, bool over, bool down) override;
    void resized() override;
    /// Scrolls into sight.
    void focusGained(FocusChangeType) override;

private:
    void leaveName(bool keep);

    juce::String name_, seconds_;
    bool usable_;
    PillButton menu_;
    std::unique_ptr<juce::TextEditor> editor_;
};

/// Scrolls where there are more than fit.
class VoiceList final : public juce::Component {
public:
    explicit VoiceList(SolusProcessor&);

    /// Follows the processor's voices; a few times a second.
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
    std::string shown_ = "nothing"; ///< what the rows say, to see a change
    std::unique_ptr<juce::FileChooser> chooser_;
};

} // namespace solus
