// A name, an editable value, and the slider below them.
#pragma once

#include "Editor/ValueSlider.h"

#include <memory>

namespace solus {

/// The value beside a slider: click it to type. The slider is the control; this is its label.
class ValueText final : public juce::Label {
public:
    explicit ValueText(ValueSlider&);

    /// The text to show, if it differs from the slider's own.
    std::function<juce::String(double)> words;
    void refresh();

private:
    juce::TextEditor* createEditorComponent() override;
    void textWasEdited() override;

    ValueSlider& slider_;
};

class SliderRow final : public juce::Component {
public:
    SliderRow(const juce::String& name, std::unique_ptr<ValueSlider>);

    static constexpr int height = 40;
    ValueSlider& slider() noexcept { return *slider_; }
    /// Draws the name in the secondary colour and the value in the primary one; else reversed.
    void stressValue();

    void paint(juce::Graphics&) override;
    void resized() override;
    void lookAndFeelChanged() override;

private:
    juce::String name_;
    std::unique_ptr<ValueSlider> slider_;
    ValueText value_;
    bool valueStressed_ = false;
};

} // namespace solus
