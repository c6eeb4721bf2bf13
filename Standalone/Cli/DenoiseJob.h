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

/// The settings shared by all files of one call. Used by several threads, never changed.
struct DenoiseSetup {
    std::shared_ptr<const Model> denoiser;
    std::shared_ptr<const Model> embedder; ///< null unless voices are selected
    std::shared_ptr<const Model> isolator; ///< null unless it is used
    std::vector<VoicePrint> voices;
    EngineSettings settings;
    double lookAheadMs = 0.0; ///< of the gate
    bool split = false;       ///< each channel separately
    bool salvage = false;
    std::optional<SampleFormat> format; ///< of the output; none: the input's
    float gainDb = 0.0f;                ///< applied first
};

struct DenoiseReport {
    int sampleRate = 0, channels = 0, bits = 0;
    double seconds = 0.0; ///< of audio
    double elapsed = 0.0; ///< seconds of work
    float peak = 0.0f;    ///< of the output, full scale = 1
    std::int64_t clipped = 0;
    std::vector<Gap> missing;          ///< from the input, in frames
    std::vector<std::string> warnings; ///< for the user, without the name of the file
};

/// Fraction done, 0 ... 1; called from the working thread, only if the length is known.
using OnProgress = std::function<void(double)>;

/// Creates this folder and its parents if they are missing. Throws WriteError.
void makeFolders(const std::string& path);

/// Streams `in` through its own engine into `out`; memory use does not depend on the length. The output is aligned
/// with the input, has its length, and keeps its metadata. A truncated pipe is an Error, but if the output is a pipe
/// too, everything before the end is written. Creates the folder of `out` if `makeFolder`. Throws Error for bad input
/// (then there is no output), WriteError and others.
DenoiseReport denoiseFile(const std::string& in, const std::string& out, bool makeFolder, const DenoiseSetup&,
                          const OnProgress&);

} // namespace solus::cli
