// What is left to do when the display goes away under the program.
#pragma once

#include "Session.h"

namespace solus::live {

/// Xlib ends a program whose server has gone; with a session, its recording is finished and its settings are written before
/// that. Null: nothing is left to save. Message thread, with a display.
void finishWithoutDisplay(Session*);

} // namespace solus::live
