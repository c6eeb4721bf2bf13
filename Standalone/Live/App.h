// The program with a window.
#pragma once

#include "Options.h"

namespace solus::live {

/// Runs until the window is closed (unattended: for options.seconds). Returns the exit code.
int runWindow(const Options&);

} // namespace solus::live
