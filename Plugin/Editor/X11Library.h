// libX11, found at run time as JUCE finds it: the command-line parts run on machines that have none.
#pragma once

#include <X11/Xlib.h>
#undef KeyPress // a name of JUCE's, and of X events

namespace solus {

/// The functions of Xlib that we call ourselves, by their own names without "X".
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
