// By X11: a click gives JUCE's window the keyboard, and X sends keys to one window only.
#include "Editor/HostKeys.h"

#if JUCE_LINUX || JUCE_BSD

#include "Editor/X11Library.h"

#include <X11/Xutil.h>
#include <X11/keysym.h>

namespace solus {
namespace {

/// The host's top-level window: the one known to the window manager, or the last one below the root. 0 if it is
/// `window`.
Window hostWindow(const X11Library& x, Display* display, Window window) {
    const Atom known = x.internAtom(display, "WM_STATE", False);
    for (Window at = window, above = 0;; at = above) {
        Atom type = None;
        int format = 0;
        unsigned long items = 0, rest = 0;
        unsigned char* data = nullptr;
        x.getWindowProperty(display, at, known, 0, 0, False, AnyPropertyType, &type, &format, &items, &rest,
                            &data);
        if (data != nullptr) x.free(data);
        if (type != None) return at == window ? 0 : at;
        Window root = 0, *children = nullptr;
        unsigned count = 0;
        if (x.queryTree(display, at, &root, &above, &children, &count) == 0) return 0;
        if (children != nullptr) x.free(children);
        if (above == root || above == 0) return at == window ? 0 : at;
    }
}

/// JUCE's key codes are characters, or the low byte of a keysym with a flag.
KeySym symbolOf(const juce::KeyPress& key) {
    constexpr int special = 0x10000000;
    const int code = key.getKeyCode();
    if (code & special) return 0xff00 | static_cast<KeySym>(code & 0xff);
    if (code == juce::KeyPress::returnKey) return XK_Return;
    if (code == juce::KeyPress::escapeKey) return XK_Escape;
    if (code == juce::KeyPress::backspaceKey) return XK_BackSpace;
    if (code == juce::KeyPress::tabKey) return XK_Tab;
    return static_cast<KeySym>(juce::CharacterFunctions::toLowerCase(static_cast<juce::juce_wchar>(code)));
}

unsigned stateOf(const juce::ModifierKeys& keys) {
    return (keys.isShiftDown() ? ShiftMask : 0u) | (keys.isCtrlDown() ? ControlMask : 0u) |
           (keys.isAltDown() ? Mod1Mask : 0u);
}

/// The result of `act(library, display, host's window)` on our own connection; false without a host.
template <typename Act>
bool withHost(const juce::Component& component, Act act) {
    const auto* peer = component.getPeer();
    const auto* x = X11Library::get();
    if (peer == nullptr || x == nullptr) return false;
    Display* display = x->openDisplay(nullptr);
    if (display == nullptr) return false;
    const Window host = hostWindow(*x, display, reinterpret_cast<Window>(peer->getNativeHandle()));
    const bool done = host != 0 && act(*x, display, host);
    x->closeDisplay(display);
    return done;
}

} // namespace

bool livesInHost(const juce::Component& component) {
    return withHost(component, [](const X11Library&, Display*, Window) { return true; });
}

bool passToHost(const juce::Component& component, const juce::KeyPress& key) {
    return withHost(component, [&key](const X11Library& x, Display* display, Window host) {
        XEvent event{};
        event.xkey.display = display;
        event.xkey.window = host;
        event.xkey.root = x.defaultRootWindow(display);
        event.xkey.time = CurrentTime;
        event.xkey.same_screen = True;
        event.xkey.state = stateOf(key.getModifiers());
        event.xkey.keycode = x.keysymToKeycode(display, symbolOf(key));
        if (event.xkey.keycode == 0) return false;
        event.type = 2; // KeyPress, X11/X.h
        x.sendEvent(display, host, True, KeyPressMask, &event);
        event.type = KeyRelease;
        x.sendEvent(display, host, True, KeyReleaseMask, &event);
        return true;
    });
}

} // namespace solus

#else

namespace solus {
bool livesInHost(const juce::Component&) {
    return false;
}
bool passToHost(const juce::Component&, const juce::KeyPress&) {
    return false;
}
} // namespace solus

#endif
