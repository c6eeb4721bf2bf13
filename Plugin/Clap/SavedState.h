// The state that a project stores for the CLAP plugin, as JSON: parameters by ID, model and voice by name.
#pragma once

#include "Ports/PortEngine.h"

#include <string>

namespace solus::clap {

/// Ends in a line feed; equal values give equal bytes. A number without a name stays a number. Reads the number
/// files: main thread only.
std::string stateToText(const PortValues&);

/// Missing values get their defaults, unknown ones are skipped (other versions), and values out of range are clamped.
/// A model or voice that is not on this computer keeps its name (numberOfVoice()). If it cannot get a number here,
/// `say` gets one line; then the default model or no voice is used. Throws Error if this is not a state of this
/// plugin.
PortValues stateFromText(const std::string& text, const SayLine& say);

} // namespace solus::clap
