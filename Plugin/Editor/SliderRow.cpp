// Layout and typing of values.
#include "Editor/SliderRow.h"

#include "Editor/Text.h"
#include "Editor/Theme.h"

namespace solus {

ValueText::ValueText(ValueSlider& slider) : slider_(slider) {
    setEditable(true, true, false);
    setWantsKeyboardFocus(false); // Return on the slider edits the value; one tab stop per control is enough
    setAccessible(false);
    setMouseCursor(juce::MouseCursor::IBeamCursor);
    setBorderSize({0, 0, 0, 0});
    setMinimumHorizontalScale(1.0f);
    slider_.onType = [this] { showEditor(); };
    slider_.onValueChange = [this] { refresh(); };
    refresh();
}

void ValueText::refresh() {
    const double value = slider_.getValue();
    setText(words ? words(value) : slider_.getTextFromValue(value), juce::dontSendNotification);
}

juce::TextEditor* ValueText::createEditorComponent() {
    auto* box = juce::Label::createEditorComponent();
    box->setJustification(getJustificationType());
    box->setBorder({0, 0, 0, 0});
    box->setIndents(2, 0);
    box->setSelectAllWhenFocused(true);
    return box;
}

void ValueText::textWasEdited() {
    const juce::String typed = getText();
    if (typed.containsAnyOf("0123456789")) slider_.enter(slider_.getValueFromText(typed));
    refresh();
}

SliderRow::SliderRow(const juce::String& name, std::unique_ptr<ValueSlider> slider)
    : name_(name), slider_(std::move(slider)), value_(*slider_) {
    value_.setJustificationType(juce::Justification::centredRight);
    addAndMakeVisible(*slider_);
    addAndMakeVisible(value_);
    lookAndFeelChanged();
}

void SliderRow::stressValue() {
    valueStressed_ = true;
    lookAndFeelChanged();
}

void SliderRow::paint(juce::Graphics& g) {
    const Theme& theme = Theme::of(*this);
    g.setFont(inter(13.0f));
    g.setColour(valueStressed_ ? theme.second : theme.text);
    g.drawText(name_, getLocalBounds().removeFromTop(20).withTrimmedRight(getWidth() * 2 / 5),
               juce::Justification::centredLeft);
}

void SliderRow::resized() {
    auto area = getLocalBounds();
    value_.setBounds(area.removeFromTop(20).removeFromRight(getWidth() * 2 / 5));
    slider_->setBounds(area);
}

void SliderRow::lookAndFeelChanged() {
    const Theme& theme = Theme::of(*this);
    value_.setFont(inter(13.0f, valueStressed_ ? Weight::medium : Weight::regular));
    value_.setColour(juce::Label::textColourId, valueStressed_ ? theme.text : theme.second);
}

} // namespace solus
