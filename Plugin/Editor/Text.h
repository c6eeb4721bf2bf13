// The Inter typeface, and how numbers are formatted.
#pragma once

#include <juce_gui_basics/juce_gui_basics.h>

namespace solus {

enum class Weight { regular, medium, semiBold };

/// Inter by em height in pixels (as in design programs; JUCE counts ascent plus descent).
juce::Font inter(float size, Weight weight = Weight::regular);

/// A literal with non-ASCII characters.
inline juce::String utf8(const char* literal) {
    return juce::String::fromUTF8(literal);
}

/// "−17.0 dB": a true minus sign, a fixed number of decimals, a no-break space before the unit; "−∞" below -119.
juce::String number(double value, int decimals, const char* unit = "");

} // namespace solus
