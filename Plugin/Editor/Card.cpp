// Drawing of cards.
#include "Editor/Card.h"

#include "Editor/Text.h"
#include "Editor/Theme.h"

namespace solus {

Card::Card(const juce::String& heading) : heading_(heading) {
    setTitle(heading);
}

void Card::paint(juce::Graphics& g) {
    const Theme& theme = Theme::of(*this);
    g.setColour(theme.card);
    g.fillRoundedRectangle(getLocalBounds().toFloat(), 12.0f);
    if (heading_.isNotEmpty())
        paintHeading(g, heading_, {padding, 12, getWidth() - 2 * padding, 22}, theme.second);
}

void paintHeading(juce::Graphics& g, const juce::String& text, juce::Rectangle<int> area,
                  juce::Colour colour) {
    g.setFont(inter(11.0f, Weight::semiBold).withExtraKerningFactor(0.07f));
    g.setColour(colour);
    g.drawText(text.toUpperCase(), area, juce::Justification::centredLeft);
}

} // namespace solus
