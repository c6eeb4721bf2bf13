// Drawing and behaviour of the buttons.
#include "Editor/PillButton.h"

#include "Editor/SpokenText.h"
#include "Editor/Text.h"
#include "Editor/Theme.h"

namespace solus {
namespace {

constexpr float corner = 8.0f;

} // namespace

PillButton::PillButton(const juce::String& title, const juce::String& words, Style style, Icon icon)
    : juce::Button(title), text_(words), style_(style), icon_(icon) {
    setTitle(title);
    setMouseCursor(juce::MouseCursor::PointingHandCursor);
}

void PillButton::setText(const juce::String& words) {
    if (text_ == words) return;
    text_ = words;
    repaint();
}

int PillButton::idealWidth() const {
    return text_.isEmpty() ? 24 : inter(13.0f).getStringWidth(text_) + 26;
}

void PillButton::paintButton(juce::Graphics& g, bool over, bool down) {
    const Theme& theme = Theme::of(*this);
    const auto area = getLocalBounds().toFloat().reduced(0.5f);
    const bool on = getToggleState();
    juce::Colour ink = on ? theme.accent : theme.text;
    if (style_ == Style::bare && !on) ink = over ? theme.text : theme.second;
    if (style_ == Style::filled) {
        const auto fill = theme.accent.interpolatedWith(theme.text, down ? 0.2f : (over ? 0.1f : 0.0f));
        g.setColour(isEnabled() ? fill : theme.track);
        g.fillRoundedRectangle(area, corner);
        ink = isEnabled() ? theme.onAccent : theme.text;
    } else {
        if (over || down) {
            g.setColour(theme.raised.interpolatedWith(theme.second, down ? 0.2f : 0.0f));
            g.fillRoundedRectangle(area, corner);
        }
        if (style_ == Style::outline) {
            g.setColour(on ? theme.accent : theme.line);
            g.drawRoundedRectangle(area, corner, 1.0f);
        }
    }
    ink = ink.withMultipliedAlpha(isEnabled() ? 1.0f : 0.35f);
    auto words = area.reduced(style_ == Style::bare ? 2.0f : 8.0f, 0.0f);
    if (icon_ != Icon::none && text_.isEmpty()) return drawIcon(g, icon_, area, ink);
    const auto font =
        inter(13.0f,
              style_ == Style::filled || (on && style_ == Style::outline) ? Weight::medium : Weight::regular);
    if (icon_ != Icon::none) {
        const float width = font.getStringWidthFloat(text_) + 20.0f;
        words = words.withSizeKeepingCentre(std::min(width, words.getWidth()), words.getHeight());
        drawIcon(g, icon_, words.removeFromLeft(14.0f), ink, 12.0f);
        words.removeFromLeft(6.0f);
    }
    g.setFont(font);
    g.setColour(ink);
    g.drawText(text_, words, juce::Justification::centred);
}

ParamButton::ParamButton(juce::AudioParameterBool& parameter, const juce::String& title,
                         const juce::String& words, bool inverted)
    : PillButton(title, words), inverted_(inverted), attachment_(parameter, [this](float value) {
          setToggleState((value > 0.5f) != inverted_, juce::dontSendNotification);
      }) {
    setClickingTogglesState(true);
    attachment_.sendInitialUpdate();
}

void ParamButton::clicked() {
    attachment_.setValueAsCompleteGesture(getToggleState() != inverted_ ? 1.0f : 0.0f);
}

MenuButton::MenuButton(const juce::String& title) : PillButton(title, "") {}

void MenuButton::setText(const juce::String& words) {
    if (words == text_) return;
    PillButton::setText(words);
    if (auto* handler = getAccessibilityHandler())
        handler->notifyAccessibilityEvent(juce::AccessibilityEvent::valueChanged);
}

void MenuButton::paintButton(juce::Graphics& g, bool over, bool down) {
    const Theme& theme = Theme::of(*this);
    const auto area = getLocalBounds().toFloat().reduced(0.5f);
    if (over || down) {
        g.setColour(theme.raised);
        g.fillRoundedRectangle(area, corner);
    }
    g.setColour(theme.line);
    g.drawRoundedRectangle(area, corner, 1.0f);
    auto words = area.reduced(12.0f, 0.0f);
    drawIcon(g, Icon::down, words.removeFromRight(12.0f), theme.second, 12.0f);
    g.setFont(inter(13.0f));
    g.setColour(theme.text);
    g.drawText(text_, words.withTrimmedRight(4.0f), juce::Justification::centredLeft);
}

std::unique_ptr<juce::AccessibilityHandler> MenuButton::createAccessibilityHandler() {
    juce::AccessibilityActions actions;
    actions.addAction(juce::AccessibilityActionType::press, [this] { triggerClick(); });
    actions.addAction(juce::AccessibilityActionType::showMenu, [this] { triggerClick(); });
    // The choice is read-only for screen readers: pressing the button opens the menu.
    return speaking(
        *this, juce::AccessibilityRole::comboBox, [this] { return text(); }, std::move(actions));
}

} // namespace solus
