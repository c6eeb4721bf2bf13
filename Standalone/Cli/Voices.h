// Voices and models by the names that a user gives them.
#pragma once

#include "Engine/VoiceListener.h"
#include "Inference/Model.h"
#include "Verify/VoicePrint.h"

#include <memory>
#include <string>
#include <vector>

namespace solus::cli {

/// Names of the built-in models of one kind.
std::vector<std::string> modelNames(const std::string& kind);

/// Empty: the default. Throws Error that lists what exists.
std::shared_ptr<const Model> findDenoiser(const std::string& nameOrPath);

/// Is `voice` a path, not a name?
bool isVoicePath(const std::string& voice);
/// A path if `voice` contains '/' or ends in .voice, else NAME.voice in the folder of voices. Throws Error
/// for a name that cannot be a file name.
std::string voicePath(const std::string& voice);
/// How the voice is called: the file's name without its ending.
std::string voiceName(const std::string& voice);
/// Throws Error that lists the enrolled voices if there is none of this name, or if it belongs to another
/// embedder.
VoicePrint loadVoice(const std::string& voice, const Model& embedder);

/// Scores from here on are accepted.
float acceptanceThreshold(const Model& embedder, const VoicePrint&);

/// Does it end as audio files do? For names: is it a recording that stands where the voice's name should?
bool hasAudioEnding(const std::string& name);

/// Hears one file to its end, by the path that the live engine uses. Throws Error naming the file.
Hearing hearFile(const std::string& path, bool salvage, const std::shared_ptr<const Model>& denoiser,
                 const std::shared_ptr<const Model>& embedder);

} // namespace solus::cli
