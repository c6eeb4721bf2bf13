// The colours of the face, dark and light.
#pragma once

#include <array>
#include <juce_gui_basics/juce_gui_basics.h>
#include <string>

namespace solus {

struct Theme {
    juce::Colour ground, card, raised; ///< behind the cards, the cards, a chosen row or an open menu
    juce::Colour line;                 ///< outlines and rules
    juce::Colour track;                ///< the part of a dial or slider that is not reached
    juce::Colour text, second;         ///< what is said, and what explains it
    juce::Colour accent, onAccent;     ///< one accent, and text upon it
    juce::Colour warning;              ///< threshold, "Someone else", messages
    juce::Colour thumb;
    std::array<juce::Colour, 256> heat; ///< spectrogram, quiet to loud
    bool isDark = true;

    static const Theme& dark();
    static const Theme& light();
    /// "light" is the light one, all else the dark one.
    static const Theme& named(const std::string& name);
    /// Of the component's look; the dark one where it has no look of ours.
    static const Theme& of(const juce::Component&);
};

} // namespace solus
