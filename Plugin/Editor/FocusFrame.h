// A frame around the control that the keyboard works on; the mouse makes it go away.
#pragma once

#include <juce_gui_basics/juce_gui_basics.h>

namespace solus {

/// One for a whole editor: its last child, over everything.
class FocusFrame final : public juce::Component, private juce::FocusChangeListener {
public:
    explicit FocusFrame(juce::Component& editor);
    ~FocusFrame() override;

    /// Keys are in use, or the mouse is.
    void showFor(bool keyboard);
    /// Where the focus is now, after a new layout.
    void follow();

    void paint(juce::Graphics&) override;

private:
    void globalFocusChanged(juce::Component*) override { follow(); }

    juce::Component& editor_;
    bool keyboard_ = false;
};

} // namespace solus
