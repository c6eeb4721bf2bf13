// The playback position in the file.
#pragma once

#include <juce_gui_basics/juce_gui_basics.h>
#include <memory>

namespace solus::live {

class PlayPosition final : public juce::Component {
public:
    PlayPosition();
    /// Both in seconds; `length` 0: unknown.
    void show(double position, double length);
    void paint(juce::Graphics&) override;

private:
    std::unique_ptr<juce::AccessibilityHandler> createAccessibilityHandler() override;
    juce::String words() const;

    double position_ = 0.0, length_ = 0.0;
};

} // namespace solus::live
