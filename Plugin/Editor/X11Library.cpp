// Loading libX11.
#include <juce_core/juce_core.h>

#if JUCE_LINUX || JUCE_BSD

#include "Editor/X11Library.h"

#include <dlfcn.h>
#include <type_traits>

namespace solus {

bool X11Library::load() {
    void* library = ::dlopen("libX11.so.6", RTLD_NOW);
    if (library == nullptr) return false;
    const auto find = [library](auto& function, const char* name) {
        function = reinterpret_cast<std::remove_reference_t<decltype(function)>>(::dlsym(library, name));
        return function != nullptr;
    };
    return find(openDisplay, "XOpenDisplay") && find(closeDisplay, "XCloseDisplay") &&
           find(defaultRootWindow, "XDefaultRootWindow") && find(free, "XFree") &&
           find(getWindowProperty, "XGetWindowProperty") && find(internAtom, "XInternAtom") &&
           find(keysymToKeycode, "XKeysymToKeycode") && find(queryTree, "XQueryTree") &&
           find(resourceManagerString, "XResourceManagerString") && find(sendEvent, "XSendEvent") &&
           find(setIOErrorHandler, "XSetIOErrorHandler");
}

const X11Library* X11Library::get() {
    static X11Library library;
    static const bool loaded = library.load();
    return loaded ? &library : nullptr;
}

} // namespace solus

#endif
