// A slider that speaks in units and can be worked from the keyboard; and one that holds a parameter.
#pragma once

#include <functional>
#include <juce_audio_processors/juce_audio_processors.h>

namespace solus {

/// Drag, wheel, double click = standard value; arrow keys one step (with shift a tenth), page keys ten steps,
/// Home and End the ends, Delete the standard value, Return types a value.
class ValueSlider : public juce::Slider {
public:
    ValueSlider(const juce::String& title, SliderStyle);

    /// What is shown and spoken for a value.
    std::function<juce::String(double)> words;
    /// Return was pressed.
    std::function<void()> onType;
    double keyStep = 1.0;

    /// One complete change, as from a typed value.
    void enter(double value);
    void standard();

    juce::String getTextFromValue(double) override;
    double getValueFromText(const juce::String&) override;
    bool keyPressed(const juce::KeyPress&) override;
};

/// Moves its parameter by gestures, and follows it.
class ParamSlider : public ValueSlider {
public:
    ParamSlider(juce::RangedAudioParameter&, const juce::String& title, SliderStyle);

private:
    void startedDragging() override { attachment_.beginGesture(); }
    void stoppedDragging() override { attachment_.endGesture(); }
    void valueChanged() override;

    bool following_ = false; ///< the parameter moves the slider, not the slider the parameter
    juce::ParameterAttachment attachment_;
};

} // namespace solus
