// Sliders, buttons and boxes; menus and tooltips are in LookMenus.cpp.
#include "Editor/Look.h"

#include "Editor/Icons.h"
#include "Editor/Text.h"

namespace solus {
namespace {

constexpr float corner = 8.0f;

} // namespace

Look::Look(const Theme& theme) : theme_(&theme) {
    setTheme(theme);
}

void Look::setTheme(const Theme& theme) {
    theme_ = &theme;
    const Theme& t = theme;
    setColourScheme({t.ground, t.raised, t.raised, t.line, t.text, t.track, t.onAccent, t.accent, t.text});
    setColour(juce::Label::textColourId, t.text);
    setColour(juce::Label::textWhenEditingColourId, t.text);
    setColour(juce::Label::backgroundWhenEditingColourId, t.ground);
    setColour(juce::Label::outlineWhenEditingColourId, t.accent);
    setColour(juce::TextEditor::textColourId, t.text);
    setColour(juce::TextEditor::backgroundColourId, t.ground);
    setColour(juce::TextEditor::highlightColourId, t.accent.withAlpha(0.3f));
    setColour(juce::TextEditor::highlightedTextColourId, t.text);
    setColour(juce::TextEditor::outlineColourId, t.line);
    setColour(juce::TextEditor::focusedOutlineColourId, t.accent);
    setColour(juce::CaretComponent::caretColourId, t.accent);
    setColour(juce::PopupMenu::backgroundColourId, t.raised);
    setColour(juce::TooltipWindow::textColourId, t.text);
}

juce::Typeface::Ptr Look::getTypefaceForFont(const juce::Font& font) {
    if (font.getTypefaceName() == juce::Font::getDefaultSansSerifFontName())
        return inter(14.0f, font.isBold() ? Weight::semiBold : Weight::regular).getTypefacePtr();
    return LookAndFeel_V4::getTypefaceForFont(font);
}

void Look::drawRotarySlider(juce::Graphics& g, int x, int y, int width, int height, float position,
                            float startAngle, float endAngle, juce::Slider& slider) {
    const auto area = juce::Rectangle<int>(x, y, width, height).toFloat();
    const float thickness = juce::jlimit(6.0f, 12.0f, area.getWidth() * 0.07f);
    const float radius = (std::min(area.getWidth(), area.getHeight()) - thickness) / 2.0f;
    const auto arc = [&](float to, juce::Colour colour) {
        juce::Path path;
        path.addCentredArc(area.getCentreX(), area.getCentreY(), radius, radius, 0.0f, startAngle, to, true);
        g.setColour(colour);
        g.strokePath(path, juce::PathStrokeType(thickness, juce::PathStrokeType::curved,
                                                juce::PathStrokeType::rounded));
    };
    arc(endAngle, theme_->track);
    const float angle = startAngle + position * (endAngle - startAngle);
    if (slider.isEnabled() && position > 0.001f) arc(angle, theme_->accent);
    if (slider.isMouseOverOrDragging()) {
        const auto tip = area.getCentre().getPointOnCircumference(radius, angle);
        g.setColour(theme_->thumb);
        g.fillEllipse(juce::Rectangle<float>(thickness, thickness).reduced(1.0f).withCentre(tip));
    }
}

void Look::drawLinearSlider(juce::Graphics& g, int x, int y, int width, int height, float position, float,
                            float, juce::Slider::SliderStyle style, juce::Slider& slider) {
    const auto area = juce::Rectangle<int>(x, y, width, height).toFloat();
    const bool upright = style == juce::Slider::LinearVertical;
    const auto track = upright ? area.withSizeKeepingCentre(4.0f, area.getHeight() + 14.0f)
                               : area.withSizeKeepingCentre(area.getWidth() + 14.0f, 4.0f);
    g.setColour(theme_->track);
    g.fillRoundedRectangle(track, 2.0f);
    g.setColour(slider.isEnabled() ? theme_->accent : theme_->second);
    g.fillRoundedRectangle(upright ? track.withTop(position) : track.withRight(position), 2.0f);
    const auto centre = upright ? juce::Point<float>(area.getCentreX(), position)
                                : juce::Point<float>(position, area.getCentreY());
    const bool held = slider.isMouseOverOrDragging();
    if (held) {
        g.setColour(theme_->accent.withAlpha(0.25f));
        g.fillEllipse(juce::Rectangle<float>(22.0f, 22.0f).withCentre(centre));
    }
    g.setColour(theme_->thumb);
    g.fillEllipse(juce::Rectangle<float>(14.0f, 14.0f).withCentre(centre));
}

// A slider that draws itself may say how much space it needs at its ends.
int Look::getSliderThumbRadius(juce::Slider& slider) {
    return slider.getProperties().getWithDefault("thumb", 7);
}

void Look::drawButtonBackground(juce::Graphics& g, juce::Button& button, const juce::Colour&, bool over,
                                bool down) {
    const auto area = button.getLocalBounds().toFloat().reduced(0.5f);
    if (over || down) {
        g.setColour(theme_->raised.interpolatedWith(theme_->text, down ? 0.08f : 0.0f));
        g.fillRoundedRectangle(area, corner);
    }
    g.setColour(button.getToggleState() ? theme_->accent : theme_->line);
    g.drawRoundedRectangle(area, corner, 1.0f);
}

void Look::drawButtonText(juce::Graphics& g, juce::TextButton& button, bool, bool) {
    g.setFont(getTextButtonFont(button, button.getHeight()));
    const auto colour = button.getToggleState() ? theme_->accent : theme_->text;
    g.setColour(colour.withMultipliedAlpha(button.isEnabled() ? 1.0f : 0.4f));
    g.drawText(button.getButtonText(), button.getLocalBounds().reduced(8, 0), juce::Justification::centred);
}

juce::Font Look::getTextButtonFont(juce::TextButton&, int) {
    return inter(13.0f);
}

void Look::drawToggleButton(juce::Graphics& g, juce::ToggleButton& button, bool over, bool) {
    auto area = button.getLocalBounds().toFloat();
    const auto box = area.removeFromLeft(18.0f).withSizeKeepingCentre(16.0f, 16.0f);
    g.setColour(button.getToggleState() ? theme_->accent : (over ? theme_->second : theme_->line));
    if (button.getToggleState()) {
        g.fillRoundedRectangle(box, 4.0f);
        drawIcon(g, Icon::check, box, theme_->onAccent, 12.0f);
    } else {
        g.drawRoundedRectangle(box.reduced(0.5f), 4.0f, 1.0f);
    }
    g.setColour(theme_->text.withMultipliedAlpha(button.isEnabled() ? 1.0f : 0.4f));
    g.setFont(inter(13.0f));
    g.drawText(button.getButtonText(), area.withTrimmedLeft(8.0f), juce::Justification::centredLeft);
}

void Look::drawComboBox(juce::Graphics& g, int width, int height, bool down, int, int, int, int,
                        juce::ComboBox& box) {
    const auto area = juce::Rectangle<int>(width, height).toFloat().reduced(0.5f);
    if (down || box.isMouseOver(true)) {
        g.setColour(theme_->raised);
        g.fillRoundedRectangle(area, corner);
    }
    g.setColour(theme_->line);
    g.drawRoundedRectangle(area, corner, 1.0f);
    drawIcon(g, Icon::down, area.withLeft(area.getRight() - 26.0f), theme_->second, 12.0f);
}

juce::Font Look::getComboBoxFont(juce::ComboBox&) {
    return inter(13.0f);
}

void Look::positionComboBoxText(juce::ComboBox& box, juce::Label& label) {
    label.setBounds(8, 0, box.getWidth() - 34, box.getHeight());
    label.setFont(getComboBoxFont(box));
}

juce::PopupMenu::Options Look::getOptionsForComboBoxPopupMenu(juce::ComboBox& box, juce::Label&) {
    return menuBelow(box)
        .withItemThatMustBeVisible(box.getSelectedId())
        .withInitiallySelectedItem(box.getSelectedId())
        .withMaximumNumColumns(1);
}

void Look::fillTextEditorBackground(juce::Graphics& g, int width, int height, juce::TextEditor& editor) {
    g.setColour(editor.findColour(juce::TextEditor::backgroundColourId));
    g.fillRoundedRectangle(juce::Rectangle<int>(width, height).toFloat(), 6.0f);
}

void Look::drawTextEditorOutline(juce::Graphics& g, int width, int height, juce::TextEditor& editor) {
    g.setColour(editor.hasKeyboardFocus(true) ? theme_->accent : theme_->line);
    g.drawRoundedRectangle(juce::Rectangle<int>(width, height).toFloat().reduced(0.5f), 6.0f, 1.0f);
}

void Look::drawScrollbar(juce::Graphics& g, juce::ScrollBar&, int x, int y, int width, int height,
                         bool vertical, int start, int size, bool over, bool down) {
    if (size <= 0) return;
    const auto thumb =
        vertical ? juce::Rectangle<int>(x, start, width, size) : juce::Rectangle<int>(start, y, size, height);
    g.setColour(over || down ? theme_->second : theme_->line);
    g.fillRoundedRectangle(thumb.toFloat().reduced(2.0f), 2.0f);
}

void Look::drawCornerResizer(juce::Graphics& g, int width, int height, bool over, bool dragging) {
    g.setColour(over || dragging ? theme_->second : theme_->line);
    const auto w = static_cast<float>(width), h = static_cast<float>(height);
    for (float inset : {5.0f, 9.0f}) g.drawLine(w - inset, h - 3.0f, w - 3.0f, h - inset, 1.2f);
}

} // namespace solus
