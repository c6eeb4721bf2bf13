// Inter, and how numbers are written on the face.
#pragma once

#include <juce_gui_basics/juce_gui_basics.h>

namespace solus {

enum class Weight { regular, medium, semiBold };

/// Inter in pixels of em height (as design programs count; JUCE counts ascent plus descent).
juce::Font inter(float size, Weight weight = Weight::regular);

/// A literal with characters beyond ASCII.
inline juce::String utf8(const char* literal) {
    return juce::String::fromUTF8(literal);
}

/// "−17.0 dB": a true minus sign, the decimals asked for, a no-break space before the unit; "−∞" below -119.
juce::String number(double value, int decimals, const char* unit = "");

} // namespace solus
