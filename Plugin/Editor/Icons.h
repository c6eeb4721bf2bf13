// Icons for buttons, as lines in a square of side 16.
#pragma once

#include <juce_gui_basics/juce_gui_basics.h>

namespace solus {

enum class Icon { none, down, left, right, undo, redo, gear, dots, plus, close, check };

/// Strokes `icon` in a square of `side` pixels around the centre of `area`.
void drawIcon(juce::Graphics&, Icon icon, juce::Rectangle<float> area, juce::Colour, float side = 16.0f);

} // namespace solus
