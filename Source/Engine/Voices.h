// Finding an enrolled voice by name or file.
#pragma once

#include "Inference/Model.h"
#include "Verify/VoicePrint.h"

#include <string>
#include <vector>

namespace solus {

/// Names in voicesFolder(), sorted; whether they can be read is not looked at.
std::vector<std::string> enrolledVoices();

/// A file if `nameOrPath` contains a '/' or ends in ".voice", else NAME.voice in voicesFolder(). Throws Error
/// that lists the enrolled voices if there is none of this name, or if it belongs to another embedder.
VoicePrint findVoice(const std::string& nameOrPath, const Model& embedder);

} // namespace solus
