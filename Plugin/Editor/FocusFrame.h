// A frame around the control with the keyboard focus; using the mouse hides it.
#pragma once

#include <juce_gui_basics/juce_gui_basics.h>

namespace solus {

/// One per editor: its last child, above everything.
class FocusFrame final : public juce::Component, private juce::FocusChangeListener {
public:
    explicit FocusFrame(juce::Component& editor);
    ~FocusFrame() override;

    /// Whether keys or the mouse are in use.
    void showFor(bool keyboard);
    /// Call this after a new layout.
    void follow();

    void paint(juce::Graphics&) override;

private:
    void globalFocusChanged(juce::Component*) override { follow(); }

    juce::Component& editor_;
    bool keyboard_ = false;
};

} // namespace solus
