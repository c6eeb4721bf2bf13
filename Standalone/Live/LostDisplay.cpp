// Xlib's last call.
#include "LostDisplay.h"

#if JUCE_LINUX || JUCE_BSD

#include "Editor/X11Library.h" // last: X11's macros

#include <cstdio>
#include <cstdlib>

namespace solus::live {
namespace {

Session* unsaved = nullptr; // global, since Xlib's C callback has no user data

} // namespace

void finishWithoutDisplay(Session* session) {
    unsaved = session;
    const auto* x = X11Library::get();
    if (session == nullptr || x == nullptr) return;
    // Called inside Xlib, on the message thread: the window must not be touched any more.
    x->setIOErrorHandler([](Display*) -> int {
        std::fprintf(stderr, "solus-live: lost the display\n");
        if (unsaved != nullptr) unsaved->saveAll();
        std::_Exit(1);
    });
}

} // namespace solus::live

#else

namespace solus::live {
void finishWithoutDisplay(Session*) {}
} // namespace solus::live

#endif
