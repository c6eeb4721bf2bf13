// A card: a plain rounded background with a heading.
#pragma once

#include <juce_gui_basics/juce_gui_basics.h>

namespace solus {

class Card : public juce::Component {
public:
    /// `heading` may be empty.
    explicit Card(const juce::String& heading);

    void paint(juce::Graphics&) override;

    static constexpr int padding = 16;

private:
    juce::String heading_;
};

/// Letter-spaced small capitals.
void paintHeading(juce::Graphics&, const juce::String& text, juce::Rectangle<int> area, juce::Colour);

} // namespace solus
