// Runs the engine over a recording with one enrolled voice: what a user hears with "only me".
#pragma once

#include "Engine/EngineSettings.h"
#include "Inference/Model.h"
#include "Verify/VoicePrint.h"

#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace solus::train {

struct OnlyEngine {
    std::shared_ptr<const Model> denoiser, embedder, isolator; ///< no isolator: by the gate only
    double lookAheadMs = 0.0;                                  ///< of the gate
    float threshold = GateSettings().threshold;
    Undecided undecided = GateSettings().undecided;

    struct Enrolled {
        VoicePrint voice;
        double seconds = 0.0; ///< of speech that it was made from
    };
    /// From the beginning of a recording (mono, 48 kHz), up to so many seconds of speech. Throws Error with less than one.
    Enrolled enrol(const std::vector<float>& recording,
                   double seconds = std::numeric_limits<double>::infinity()) const;

    /// Everybody but this voice removed in one of the ways; nullopt: noise only. As long as the input, and aligned.
    std::vector<float> render(const std::vector<float>& input, const VoicePrint&,
                              std::optional<OnlyMe> by) const;
};

/// The names of the ways in options and results: "gate", "isolate" and "both".
extern const std::vector<std::string> onlyMeNames;
OnlyMe onlyMeOf(const std::string& name);

} // namespace solus::train
