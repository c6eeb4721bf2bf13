// The program without a window: microphone, Solus, virtual microphone.
#pragma once

#include "Options.h"

namespace solus::live {

/// Runs until SIGINT or SIGTERM, or for options.seconds; prints its status. Returns the exit code: 0, or 3 if the
/// sound server disappeared. Throws Error.
int runHeadless(const Options&);

} // namespace solus::live
