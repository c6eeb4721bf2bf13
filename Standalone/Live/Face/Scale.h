// How large everything in the window is: what the desktop says, times what the user chose, as far as the screen has room.
#pragma once

namespace solus::live {

/// Dots per inch by the X resource Xft.dpi, which KDE, XFCE and window managers set; 0 if nobody has.
double xftDpi();

/// The factor from our pixels to the screen's. `displayScale`: what JUCE has found already; `zoom` in percent; the smallest
/// window and the screen in unscaled pixels. At least 0.5; below 1 only where the smallest window has no room.
double scaleFor(double xftDpi, double displayScale, int zoom, int leastWidth, int leastHeight,
                int screenWidth, int screenHeight);

/// Sets it for all windows of this program. Message thread.
void applyScale(int zoom, int leastWidth, int leastHeight);

/// What the desktop draws around a window.
inline constexpr int titleBar = 32;

} // namespace solus::live
