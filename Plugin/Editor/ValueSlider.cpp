// Keys, units, gestures.
#include "Editor/ValueSlider.h"

namespace solus {

ValueSlider::ValueSlider(const juce::String& title, SliderStyle style)
    : juce::Slider(style, juce::Slider::NoTextBox) {
    setTitle(title);
    setWantsKeyboardFocus(true);
    setScrollWheelEnabled(true);
}

void ValueSlider::enter(double value) {
    const ScopedDragNotification gesture(*this);
    setValue(value, juce::sendNotificationSync);
}

void ValueSlider::standard() {
    if (isDoubleClickReturnEnabled()) enter(getDoubleClickReturnValue());
}

juce::String ValueSlider::getTextFromValue(double value) {
    return words ? words(value) : juce::Slider::getTextFromValue(value);
}

double ValueSlider::getValueFromText(const juce::String& text) {
    return text.replaceCharacter(0x2212, '-').replaceCharacter(',', '.').trim().getDoubleValue();
}

bool ValueSlider::keyPressed(const juce::KeyPress& key) {
    if (key.getModifiers().isCommandDown() || key.getModifiers().isAltDown()) return false;
    const double step = key.getModifiers().isShiftDown() ? keyStep / 10.0 : keyStep;
    const int code = key.getKeyCode();
    if (code == juce::KeyPress::upKey || code == juce::KeyPress::rightKey)
        enter(getValue() + step);
    else if (code == juce::KeyPress::downKey || code == juce::KeyPress::leftKey)
        enter(getValue() - step);
    else if (code == juce::KeyPress::pageUpKey)
        enter(getValue() + 10.0 * keyStep);
    else if (code == juce::KeyPress::pageDownKey)
        enter(getValue() - 10.0 * keyStep);
    else if (code == juce::KeyPress::homeKey)
        enter(getMinimum());
    else if (code == juce::KeyPress::endKey)
        enter(getMaximum());
    else if (code == juce::KeyPress::deleteKey || code == juce::KeyPress::backspaceKey)
        standard();
    else if (code == juce::KeyPress::returnKey && onType)
        onType();
    else
        return false;
    return true;
}

ParamSlider::ParamSlider(juce::RangedAudioParameter& parameter, const juce::String& title, SliderStyle style)
    : ValueSlider(title, style), attachment_(parameter, [this](float value) {
          const juce::ScopedValueSetter<bool> scope(following_, true);
          setValue(value, juce::sendNotificationSync);
      }) {
    const auto& range = parameter.getNormalisableRange();
    setNormalisableRange({range.start, range.end, range.interval, range.skew});
    setDoubleClickReturnValue(true, parameter.convertFrom0to1(parameter.getDefaultValue()));
    attachment_.sendInitialUpdate();
}

void ParamSlider::valueChanged() {
    if (!following_) attachment_.setValueAsPartOfGesture(static_cast<float>(getValue()));
}

} // namespace solus
