// The scale of the window: the desktop's scale times the user's, limited by the screen.
#pragma once

namespace solus::live {

/// Dots per inch by the X resource Xft.dpi, which KDE, XFCE and window managers set; 0 if it is not set.
double xftDpi();

/// The factor from our pixels to the screen's. `displayScale`: as JUCE has found it; `zoom` in percent; the minimum
/// window and the screen in unscaled pixels. At least 0.5; below 1 only if the minimum window does not fit.
double scaleFor(double xftDpi, double displayScale, int zoom, int leastWidth, int leastHeight,
                int screenWidth, int screenHeight);

/// Sets the scale for all windows of this program. Message thread.
void applyScale(int zoom, int leastWidth, int leastHeight);

/// The size of the desktop's window decorations.
inline constexpr int titleBar = 32;

} // namespace solus::live
