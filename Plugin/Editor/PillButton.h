// The editor's buttons: an outline with a word or an icon; variants hold a parameter or open a menu.
#pragma once

#include "Editor/Icons.h"

#include <juce_audio_processors/juce_audio_processors.h>

namespace solus {

/// A button or, after setClickingTogglesState(true) or with a parameter, a switch.
class PillButton : public juce::Button {
public:
    enum class Style {
        outline, ///< outlined text; in the accent colour when on
        filled,  ///< filled: the main action of a card
        bare     ///< an icon or text without an outline
    };

    /// `title` is for screen readers; `text` is shown ("" with an icon).
    PillButton(const juce::String& title, const juce::String& text, Style = Style::outline,
               Icon = Icon::none);

    void setText(const juce::String&);
    /// The preferred width.
    int idealWidth() const;

    void paintButton(juce::Graphics&, bool over, bool down) override;

protected:
    juce::String text_;
    Style style_;
    Icon icon_;
};

/// On means that the parameter is true, or false if `inverted`.
class ParamButton final : public PillButton {
public:
    ParamButton(juce::AudioParameterBool&, const juce::String& title, const juce::String& text,
                bool inverted = false);

private:
    void clicked() override;

    bool inverted_;
    juce::ParameterAttachment attachment_;
};

/// Shows the current choice; a click opens the menu of choices.
class MenuButton final : public PillButton {
public:
    explicit MenuButton(const juce::String& title);

    void setText(const juce::String&);
    const juce::String& text() const noexcept { return text_; }
    void paintButton(juce::Graphics&, bool over, bool down) override;

private:
    std::unique_ptr<juce::AccessibilityHandler> createAccessibilityHandler() override;
};

} // namespace solus
