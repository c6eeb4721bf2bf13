// The input level as a bar, with a warning when it clips.
#pragma once

#include "Audio/InputMeter.h"

#include <juce_gui_basics/juce_gui_basics.h>

namespace solus::live {

class LevelMeter final : public juce::Component {
public:
    explicit LevelMeter(const InputMeter&);

    /// Call at the display's frame rate; repaints what has changed.
    void refresh();
    void paint(juce::Graphics&) override;

private:
    std::unique_ptr<juce::AccessibilityHandler> createAccessibilityHandler() override;
    juce::String words() const;

    const InputMeter& meter_;
    float shownDb_ = -100.0f;
    bool clipped_ = false;
};

} // namespace solus::live
