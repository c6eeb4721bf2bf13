// One recording through the engine, from file to file.
#pragma once

#include "Engine/EngineSettings.h"
#include "Files/AudioInfo.h"
#include "Inference/Model.h"
#include "Verify/VoicePrint.h"

#include <functional>
#include <memory>
#include <optional>
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
    bool split = false;       ///< each channel for itself
    bool salvage = false;
    std::optional<SampleFormat> format; ///< of the output; none: the input's
    float gainDb = 0.0f;                ///< before everything else
};

struct DenoiseReport {
    int sampleRate = 0, channels = 0, bits = 0;
    double seconds = 0.0; ///< of audio
    double elapsed = 0.0; ///< seconds of work
    float peak = 0.0f;    ///< of the output, full scale = 1
    std::int64_t clipped = 0;
    std::vector<Gap> missing;          ///< of the input, in frames
    std::vector<std::string> warnings; ///< for the user, without the name of the file
};

/// Fraction done, 0 ... 1; called from the thread that works, only where the length is known.
using OnProgress = std::function<void(double)>;

/// This folder and those above it, where they are missing. Throws WriteError.
void makeFolders(const std::string& path);

/// Streams `in` through an engine of its own into `out`; memory does not depend on the length. The output is
/// aligned with the input and as long; what it carries beside its samples goes along. A pipe that ends too early is an
/// Error, but what came of it is written if the output is a pipe, too. Makes the folder of `out` if `makeFolder`. Throws Error for bad input
/// (then there is no output), WriteError and others.
DenoiseReport denoiseFile(const std::string& in, const std::string& out, bool makeFolder, const DenoiseSetup&,
                          const OnProgress&);

} // namespace solus::cli
