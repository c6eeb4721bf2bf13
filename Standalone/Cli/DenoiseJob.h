// One recording through the engine, from file to file.
#pragma once

#include "Engine/EngineSettings.h"
#include "Inference/Model.h"
#include "Verify/VoicePrint.h"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace solus::cli {

/// What all files of one call have in common. Shared by threads, never changed.
struct DenoiseSetup {
    std::shared_ptr<const Model> denoiser;
    std::shared_ptr<const Model> embedder; ///< null unless voices are to pass
    std::vector<VoicePrint> voices;
    EngineSettings settings;
    double lookAheadMs = 0.0; ///< of the gate
    bool split = false; ///< each channel for itself
    bool salvage = false;
};

struct DenoiseReport {
    int sampleRate = 0, channels = 0, bits = 0;
    double seconds = 0.0; ///< of audio
    double elapsed = 0.0; ///< seconds of work
};

/// Fraction done, 0 ... 1; called from the thread that works, only where the length is known.
using OnProgress = std::function<void(double)>;

/// This folder and those above it, where they are missing. Throws WriteError.
void makeFolders(const std::string& path);

/// Streams `in` through an engine of its own into `out`; memory does not depend on the length. The output is
/// aligned with the input and as long. Makes the folder of `out` if `makeFolder`. Throws Error for bad input
/// (then there is no output), WriteError and others.
DenoiseReport denoiseFile(const std::string& in, const std::string& out, bool makeFolder, const DenoiseSetup&,
                          const OnProgress&);

} // namespace solus::cli
