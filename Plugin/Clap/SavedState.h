// What a project keeps of the CLAP plugin, as JSON: parameters by ID, model and voice by name.
#pragma once

#include "Ports/PortEngine.h"

#include <string>

namespace solus::clap {

/// Ends in a line feed; the same bytes for the same values. A number that has no name stays a number. For the
/// main thread: reads the files of numbers.
std::string stateToText(const PortValues&);

/// What is missing has its default, what is unknown is skipped (other versions), values out of range are
/// brought into it. A model or voice that is not on this computer keeps its name (numberOfVoice()). One that
/// can have no number here is a line to `say`: then the default model, or nobody. Throws Error for what is no
/// state of this plugin.
PortValues stateFromText(const std::string& text, const SayLine& say);

} // namespace solus::clap
