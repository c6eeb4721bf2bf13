// Reads the desktop's scale.
#include "Face/Scale.h"

#include <algorithm>
#include <juce_gui_basics/juce_gui_basics.h>

#if JUCE_LINUX || JUCE_BSD
#include "Editor/X11Library.h" // last: X11's macros
#endif

namespace solus::live {

double xftDpi() {
#if JUCE_LINUX || JUCE_BSD
    const auto* x = X11Library::get();
    Display* display = x != nullptr ? x->openDisplay(nullptr) : nullptr;
    if (display == nullptr) return 0.0;
    const char* resources = x->resourceManagerString(display);
    const juce::String text(resources != nullptr ? resources : "");
    x->closeDisplay(display);
    for (const auto& line : juce::StringArray::fromLines(text))
        if (line.startsWith("Xft.dpi:"))
            return line.fromFirstOccurrenceOf(":", false, false).trim().getDoubleValue();
#endif
    return 0.0;
}

double scaleFor(double xftDpi, double displayScale, int zoom, int leastWidth, int leastHeight,
                int screenWidth, int screenHeight) {
    const double desktop = std::clamp(xftDpi / 96.0, 1.0, 4.0);
    // If JUCE knows the desktop's scale already, it must not count twice.
    const double wished = std::max(1.0, desktop / displayScale) * std::clamp(zoom, 100, 200) / 100.0;
    const double room = std::min(static_cast<double>(screenWidth) / leastWidth,
                                 static_cast<double>(screenHeight - titleBar) / leastHeight);
    return std::max(0.5, std::min(wished, room));
}

void applyScale(int zoom, int leastWidth, int leastHeight) {
    auto& desktop = juce::Desktop::getInstance();
    desktop.setGlobalScaleFactor(1.0f);
    const auto* display = desktop.getDisplays().getPrimaryDisplay();
    if (display == nullptr) return;
    const auto area = display->userArea;
    desktop.setGlobalScaleFactor(static_cast<float>(scaleFor(
        xftDpi(), display->scale, zoom, leastWidth, leastHeight, area.getWidth(), area.getHeight())));
}

} // namespace solus::live
