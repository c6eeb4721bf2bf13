// The look of standard JUCE components in the editor: all of them are restyled.
#pragma once

#include "Editor/Theme.h"

namespace solus {

/// Belongs to one editor or window; install it there with setLookAndFeel(), never as the process's default.
class Look final : public juce::LookAndFeel_V4 {
public:
    explicit Look(const Theme&);

    const Theme& theme() const noexcept { return *theme_; }
    /// The owner must call sendLookAndFeelChange().
    void setTheme(const Theme&);

    juce::Typeface::Ptr getTypefaceForFont(const juce::Font&) override;

    void drawRotarySlider(juce::Graphics&, int x, int y, int width, int height, float position,
                          float startAngle, float endAngle, juce::Slider&) override;
    void drawLinearSlider(juce::Graphics&, int x, int y, int width, int height, float position, float low,
                          float high, juce::Slider::SliderStyle, juce::Slider&) override;
    int getSliderThumbRadius(juce::Slider&) override;

    void drawButtonBackground(juce::Graphics&, juce::Button&, const juce::Colour&, bool over,
                              bool down) override;
    void drawButtonText(juce::Graphics&, juce::TextButton&, bool over, bool down) override;
    juce::Font getTextButtonFont(juce::TextButton&, int height) override;
    void drawToggleButton(juce::Graphics&, juce::ToggleButton&, bool over, bool down) override;

    void drawComboBox(juce::Graphics&, int width, int height, bool down, int x, int y, int w, int h,
                      juce::ComboBox&) override;
    juce::Font getComboBoxFont(juce::ComboBox&) override;
    void positionComboBoxText(juce::ComboBox&, juce::Label&) override;
    juce::PopupMenu::Options getOptionsForComboBoxPopupMenu(juce::ComboBox&, juce::Label&) override;

    void drawPopupMenuBackgroundWithOptions(juce::Graphics&, int width, int height,
                                            const juce::PopupMenu::Options&) override;
    void drawPopupMenuItem(juce::Graphics&, const juce::Rectangle<int>&, bool separator, bool active,
                           bool highlighted, bool ticked, bool hasSubMenu, const juce::String& text,
                           const juce::String& shortcut, const juce::Drawable* icon,
                           const juce::Colour* colour) override;
    void drawPopupMenuSectionHeader(juce::Graphics&, const juce::Rectangle<int>&,
                                    const juce::String&) override;
    void getIdealPopupMenuItemSize(const juce::String& text, bool separator, int standardHeight, int& width,
                                   int& height) override;
    juce::Font getPopupMenuFont() override;
    int getPopupMenuBorderSize() override { return 6; }

    void fillTextEditorBackground(juce::Graphics&, int width, int height, juce::TextEditor&) override;
    void drawTextEditorOutline(juce::Graphics&, int width, int height, juce::TextEditor&) override;

    juce::Rectangle<int> getTooltipBounds(const juce::String&, juce::Point<int>,
                                          juce::Rectangle<int>) override;
    void drawTooltip(juce::Graphics&, const juce::String&, int width, int height) override;

    int getDefaultScrollbarWidth() override { return 8; }
    void drawScrollbar(juce::Graphics&, juce::ScrollBar&, int x, int y, int width, int height, bool vertical,
                       int start, int size, bool over, bool down) override;
    void drawCornerResizer(juce::Graphics&, int width, int height, bool over, bool dragging) override;

private:
    const Theme* theme_;
};

/// Options for a menu that opens below `owner`, inside the window that uses this look.
juce::PopupMenu::Options menuBelow(juce::Component& owner);

} // namespace solus
