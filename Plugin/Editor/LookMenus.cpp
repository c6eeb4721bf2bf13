// Popup menus and tooltips.
#include "Editor/Icons.h"
#include "Editor/Look.h"
#include "Editor/Text.h"

#include <juce_audio_processors/juce_audio_processors.h>

namespace solus {
namespace {

constexpr int tooltipWidth = 280;

juce::TextLayout tooltipLayout(const juce::String& text, juce::Colour colour) {
    juce::AttributedString words;
    words.setJustification(juce::Justification::topLeft);
    words.append(text, inter(12.0f), colour);
    juce::TextLayout layout;
    layout.createLayoutWithBalancedLineLengths(words, static_cast<float>(tooltipWidth));
    return layout;
}

} // namespace

juce::PopupMenu::Options menuBelow(juce::Component& owner) {
    // As a child of the editor instead of a window, so that it looks and scales like the editor in every host.
    juce::Component* top = &owner;
    while (top->getParentComponent() != nullptr && dynamic_cast<juce::AudioProcessorEditor*>(top) == nullptr)
        top = top->getParentComponent();
    return juce::PopupMenu::Options()
        .withTargetComponent(owner)
        .withParentComponent(top)
        .withMinimumWidth(owner.getWidth())
        .withPreferredPopupDirection(juce::PopupMenu::Options::PopupDirection::downwards);
}

void Look::drawPopupMenuBackgroundWithOptions(juce::Graphics& g, int width, int height,
                                              const juce::PopupMenu::Options&) {
    const auto area = juce::Rectangle<int>(width, height).toFloat();
    g.fillAll(theme_->card);
    g.setColour(theme_->raised);
    g.fillRect(area.reduced(1.0f));
    g.setColour(theme_->line);
    g.drawRect(area, 1.0f);
}

void Look::drawPopupMenuItem(juce::Graphics& g, const juce::Rectangle<int>& area, bool separator, bool active,
                             bool highlighted, bool ticked, bool hasSubMenu, const juce::String& text,
                             const juce::String& shortcut, const juce::Drawable*,
                             const juce::Colour* colour) {
    auto row = area.toFloat().reduced(6.0f, 0.0f);
    if (separator) {
        g.setColour(theme_->line);
        g.fillRect(row.withSizeKeepingCentre(row.getWidth(), 1.0f));
        return;
    }
    if (highlighted && active) {
        g.setColour(theme_->accent.withAlpha(theme_->isDark ? 0.16f : 0.12f));
        g.fillRoundedRectangle(row, 5.0f);
    }
    const float alpha = active ? 1.0f : 0.45f;
    const auto mark = row.removeFromLeft(26.0f);
    if (ticked) drawIcon(g, Icon::check, mark, theme_->accent, 12.0f);
    row.removeFromRight(8.0f);
    if (hasSubMenu) drawIcon(g, Icon::right, row.removeFromRight(14.0f), theme_->second, 12.0f);
    g.setFont(inter(12.0f));
    g.setColour(theme_->second.withMultipliedAlpha(alpha));
    g.drawText(shortcut, row, juce::Justification::centredRight);
    g.setFont(getPopupMenuFont());
    g.setColour((colour != nullptr ? *colour : theme_->text).withMultipliedAlpha(alpha));
    g.drawText(text, row, juce::Justification::centredLeft);
}

void Look::drawPopupMenuSectionHeader(juce::Graphics& g, const juce::Rectangle<int>& area,
                                      const juce::String& name) {
    g.setFont(inter(11.0f, Weight::semiBold).withExtraKerningFactor(0.06f));
    g.setColour(theme_->second);
    g.drawText(name.toUpperCase(), area.reduced(12, 0), juce::Justification::centredLeft);
}

void Look::getIdealPopupMenuItemSize(const juce::String& text, bool separator, int, int& width, int& height) {
    height = separator ? 9 : 28;
    width = separator ? 40 : getPopupMenuFont().getStringWidth(text) + 56;
}

juce::Font Look::getPopupMenuFont() {
    return inter(13.0f);
}

juce::Rectangle<int> Look::getTooltipBounds(const juce::String& text, juce::Point<int> mouse,
                                            juce::Rectangle<int> parent) {
    const auto layout = tooltipLayout(text, theme_->text);
    const int width = static_cast<int>(layout.getWidth()) + 22,
              height = static_cast<int>(layout.getHeight()) + 14;
    return juce::Rectangle<int>(mouse.x > parent.getCentreX() ? mouse.x - width - 8 : mouse.x + 14,
                                mouse.y > parent.getCentreY() ? mouse.y - height - 6 : mouse.y + 18, width,
                                height)
        .constrainedWithin(parent);
}

void Look::drawTooltip(juce::Graphics& g, const juce::String& text, int width, int height) {
    const auto area = juce::Rectangle<int>(width, height).toFloat();
    g.setColour(theme_->raised);
    g.fillRect(area);
    g.setColour(theme_->line);
    g.drawRect(area, 1.0f);
    tooltipLayout(text, theme_->text).draw(g, area.reduced(11.0f, 7.0f));
}

} // namespace solus
