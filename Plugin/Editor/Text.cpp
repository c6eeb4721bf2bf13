// The embedded typefaces, loaded once for all editors of a process.
#include "Editor/Text.h"

#include "SolusFonts.h"

namespace solus {
namespace {

struct Typefaces {
    juce::Typeface::Ptr regular = load(SolusFonts::InterRegular_otf, SolusFonts::InterRegular_otfSize);
    juce::Typeface::Ptr medium = load(SolusFonts::InterMedium_otf, SolusFonts::InterMedium_otfSize);
    juce::Typeface::Ptr semiBold = load(SolusFonts::InterSemiBold_otf, SolusFonts::InterSemiBold_otfSize);

    static juce::Typeface::Ptr load(const char* data, int size) {
        return juce::Typeface::createSystemTypefaceFor(data, static_cast<size_t>(size));
    }
};

} // namespace

juce::Font inter(float size, Weight weight) {
    // Reference-counted, so that they are destroyed before JUCE shuts down.
    static const Typefaces faces;
    const auto& face = weight == Weight::regular  ? faces.regular
                       : weight == Weight::medium ? faces.medium
                                                  : faces.semiBold;
    return juce::Font(face).withPointHeight(size);
}

juce::String number(double value, int decimals, const char* unit) {
    const juce::String space = *unit == 0 ? "" : juce::String::charToString(0xa0);
    if (value < -119.0) return utf8("−∞") + space + unit;
    juce::String digits(std::abs(value), decimals);
    const bool zero = digits.removeCharacters("0.").isEmpty();
    return (value < 0 && !zero ? utf8("−") : juce::String()) + digits + space + unit;
}

} // namespace solus
