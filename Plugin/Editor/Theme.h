// The colours of the editor, dark and light.
#pragma once

#include <array>
#include <juce_gui_basics/juce_gui_basics.h>
#include <string>

namespace solus {

struct Theme {
    juce::Colour ground, card, raised; ///< background, cards, a selected row or an open menu
    juce::Colour line;                 ///< outlines and rules
    juce::Colour track;                ///< the part of a dial or slider beyond its value
    juce::Colour text, second;         ///< primary and secondary text
    juce::Colour accent, onAccent;     ///< the accent colour, and text on it
    juce::Colour warning;              ///< threshold, "Someone else", messages
    juce::Colour thumb;
    std::array<juce::Colour, 256> heat; ///< spectrogram, quiet to loud
    bool isDark = true;

    static const Theme& dark();
    static const Theme& light();
    /// "light" gives the light theme, anything else the dark one.
    static const Theme& named(const std::string& name);
    /// The theme of the component's look; the dark one if that is not a Solus look.
    static const Theme& of(const juce::Component&);
};

} // namespace solus
