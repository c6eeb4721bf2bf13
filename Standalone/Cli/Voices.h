// Shared by the commands for voices.
#pragma once

#include "Engine/VoiceAnalyser.h"
#include "Inference/Model.h"
#include "Verify/VoicePrint.h"

#include <memory>
#include <string>

namespace solus::cli {

/// The lowest score that is accepted.
float acceptanceThreshold(const Model& embedder, const VoicePrint&);

/// Whether this is named like an audio file: perhaps a recording was given instead of the voice's name.
bool hasAudioEnding(const std::string& name);

/// Analyses one file to its end, through the same path as the live engine. Throws Error naming the file.
VoiceAnalysis analyseFile(const std::string& path, bool salvage, const std::shared_ptr<const Model>& denoiser,
                          const std::shared_ptr<const Model>& embedder);

} // namespace solus::cli
