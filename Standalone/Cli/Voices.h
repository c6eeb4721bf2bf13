// What the commands about voices share.
#pragma once

#include "Engine/VoiceListener.h"
#include "Inference/Model.h"
#include "Verify/VoicePrint.h"

#include <memory>
#include <string>

namespace solus::cli {

/// Scores from here on are accepted.
float acceptanceThreshold(const Model& embedder, const VoicePrint&);

/// Does it end as audio files do? For names: is it a recording that stands where the voice's name should?
bool hasAudioEnding(const std::string& name);

/// Hears one file to its end, by the path that the live engine uses. Throws Error naming the file.
Hearing hearFile(const std::string& path, bool salvage, const std::shared_ptr<const Model>& denoiser,
                 const std::shared_ptr<const Model>& embedder);

} // namespace solus::cli
