// Follows the keyboard focus.
#include "Editor/FocusFrame.h"

#include "Editor/SliderRow.h"
#include "Editor/Theme.h"

namespace solus {

FocusFrame::FocusFrame(juce::Component& editor) : editor_(editor) {
    setInterceptsMouseClicks(false, false);
    setAccessible(false);
    setAlwaysOnTop(true);
    juce::Desktop::getInstance().addFocusChangeListener(this);
}

FocusFrame::~FocusFrame() {
    juce::Desktop::getInstance().removeFocusChangeListener(this);
}

void FocusFrame::showFor(bool keyboard) {
    keyboard_ = keyboard;
    follow();
}

void FocusFrame::follow() {
    auto* focused = juce::Component::getCurrentlyFocusedComponent();
    const bool ours = focused != nullptr && focused != &editor_ && editor_.isParentOf(focused) &&
                      dynamic_cast<juce::TextEditor*>(focused) == nullptr; // it draws its own frame
    setVisible(keyboard_ && ours);
    if (!isVisible()) return;
    // For sliders of rows, the value just above is included.
    const int above = focused->getHeight() > SliderRow::height / 2 ? 3 : 0;
    setBounds(editor_.getLocalArea(focused, focused->getLocalBounds()).expanded(3, above));
}

void FocusFrame::paint(juce::Graphics& g) {
    g.setColour(Theme::of(*this).accent);
    g.drawRoundedRectangle(getLocalBounds().toFloat().reduced(1.0f), 9.0f, 1.6f);
}

} // namespace solus
