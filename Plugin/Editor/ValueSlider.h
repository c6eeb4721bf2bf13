// A slider with units and keyboard control; and one that holds a parameter.
#pragma once

#include <functional>
#include <juce_audio_processors/juce_audio_processors.h>

namespace solus {

/// Drag, wheel, double click = default value. Arrow keys move one step (with shift a tenth), page keys ten steps,
/// Home and End go to the ends, Delete to the default value, Return types a value.
class ValueSlider : public juce::Slider {
public:
    ValueSlider(const juce::String& title, SliderStyle);

    /// The text to show and to speak for a value.
    std::function<juce::String(double)> words;
    /// Called when Return is pressed.
    std::function<void()> onType;
    double keyStep = 1.0;

    /// One complete gesture, as from a typed value.
    void enter(double value);
    void standard();

    juce::String getTextFromValue(double) override;
    double getValueFromText(const juce::String&) override;
    bool keyPressed(const juce::KeyPress&) override;
};

/// Changes its parameter by gestures, and follows it.
class ParamSlider : public ValueSlider {
public:
    ParamSlider(juce::RangedAudioParameter&, const juce::String& title, SliderStyle);

private:
    void startedDragging() override { attachment_.beginGesture(); }
    void stoppedDragging() override { attachment_.endGesture(); }
    void valueChanged() override;

    bool following_ = false; ///< the parameter is moving the slider, not the user
    juce::ParameterAttachment attachment_;
};

} // namespace solus
