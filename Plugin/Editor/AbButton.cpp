// Drawing of the A/B button.
#include "Editor/AbButton.h"

#include "Editor/Text.h"
#include "Editor/Theme.h"

namespace solus {

AbButton::AbButton() : PillButton("Compare A and B", "") {
    setDescription("A is heard");
}

void AbButton::setSide(char side) {
    if (side == side_) return;
    side_ = side;
    setDescription(juce::String::charToString(static_cast<juce::juce_wchar>(side)) + " is heard");
    repaint();
}

void AbButton::paintButton(juce::Graphics& g, bool over, bool down) {
    PillButton::paintButton(g, over, down);
    const Theme& theme = Theme::of(*this);
    juce::AttributedString words;
    const auto part = [&](const char* word, bool heard) {
        words.append(word, inter(13.0f, heard ? Weight::semiBold : Weight::regular),
                     heard ? theme.text : theme.second);
    };
    part("A", side_ == 'A');
    part(" / ", false);
    part("B", side_ == 'B');
    words.setJustification(juce::Justification::centred);
    words.draw(g, getLocalBounds().toFloat());
}

} // namespace solus
