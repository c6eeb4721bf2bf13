// libX11, loaded at run time as in JUCE, since the command-line parts must run on machines without it.
#pragma once

#include <X11/Xlib.h>
#undef KeyPress // used by JUCE, and by X for an event

namespace solus {

/// The Xlib functions that Solus calls, named without the "X".
class X11Library {
public:
    /// Null if there is no libX11. Any thread.
    static const X11Library* get();

    decltype(&::XOpenDisplay) openDisplay = nullptr;
    decltype(&::XCloseDisplay) closeDisplay = nullptr;
    decltype(&::XDefaultRootWindow) defaultRootWindow = nullptr;
    decltype(&::XFree) free = nullptr;
    decltype(&::XGetWindowProperty) getWindowProperty = nullptr;
    decltype(&::XInternAtom) internAtom = nullptr;
    decltype(&::XKeysymToKeycode) keysymToKeycode = nullptr;
    decltype(&::XQueryTree) queryTree = nullptr;
    decltype(&::XResourceManagerString) resourceManagerString = nullptr;
    decltype(&::XSendEvent) sendEvent = nullptr;
    decltype(&::XSetIOErrorHandler) setIOErrorHandler = nullptr;

private:
    bool load();
};

} // namespace solus
