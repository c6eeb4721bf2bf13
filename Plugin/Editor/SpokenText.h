// Read-only text of a component for screen readers.
#pragma once

#include <functional>
#include <juce_gui_basics/juce_gui_basics.h>
#include <memory>

namespace solus {

class SpokenText final : public juce::AccessibilityTextValueInterface {
public:
    explicit SpokenText(std::function<juce::String()> words) : words_(std::move(words)) {}
    bool isReadOnly() const override { return true; }
    juce::String getCurrentValueAsString() const override { return words_(); }
    void setValueAsString(const juce::String&) override {}

private:
    std::function<juce::String()> words_;
};

/// For createAccessibilityHandler(); calls `words` as long as the component exists.
inline std::unique_ptr<juce::AccessibilityHandler> speaking(juce::Component& component,
                                                            juce::AccessibilityRole role,
                                                            std::function<juce::String()> words,
                                                            juce::AccessibilityActions actions = {}) {
    return std::make_unique<juce::AccessibilityHandler>(
        component, role, std::move(actions),
        juce::AccessibilityHandler::Interfaces{std::make_unique<SpokenText>(std::move(words))});
}

} // namespace solus
