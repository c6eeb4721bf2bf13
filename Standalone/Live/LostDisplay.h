// Saves what it can when the display server disappears.
#pragma once

#include "Session.h"

namespace solus::live {

/// Xlib ends a program whose display server has gone. With a session, its recording is finished and its settings are
/// saved before that. Null: there is nothing left to save. Message thread, with a display.
void finishWithoutDisplay(Session*);

} // namespace solus::live
