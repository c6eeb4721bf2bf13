// Bottom: technical facts, and error messages.
#pragma once

#include "Processor.h"

namespace solus {

class StatusBar final : public juce::Component, public juce::SettableTooltipClient {
public:
    explicit StatusBar(SolusProcessor&);

    static constexpr int height = 44;
    /// Call it a few times per second.
    void refresh();
    bool hasMessage() const { return message_.isNotEmpty(); }
    void dismiss();

    void paint(juce::Graphics&) override;
    void mouseUp(const juce::MouseEvent&) override;

private:
    struct Fact {
        juce::String name, value;
        bool operator==(const Fact&) const = default;
    };
    std::unique_ptr<juce::AccessibilityHandler> createAccessibilityHandler() override;

    SolusProcessor& processor_;
    std::vector<Fact> left_, right_;
    juce::String message_;
};

} // namespace solus
