// The trials of an evaluation of a speaker model, under every condition that is asked for.
#pragma once

#include "Evaluate/Trials.h"
#include "Inference/Model.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace solus::train {

struct VerifyPlan {
    std::filesystem::path trials;          ///< folder with trials.tsv, enroll/ and test/
    std::filesystem::path noise;           ///< folder of recordings; empty: pink noise
    std::vector<double> snrsDb;            ///< noise on the test speech, besides clean
    std::shared_ptr<const Model> embedder; ///< the speaker model
    std::shared_ptr<const Model> denoiser; ///< what comes first; null: nothing
    bool levelled = false;                 ///< every recording through levelVoice()
    std::uint64_t seed = 7;                ///< of equalisers and noise
};

/// Seconds that are heard of a recording, from its start; 0: all. `snrDb` of the test speech.
struct VerifyCondition {
    double enrolSeconds = 0.0, testSeconds = 0.0;
    std::optional<double> snrDb;
};

/// A line of the table.
struct VerifyLine {
    std::string group; ///< "all", "similar pitch" or a corpus
    VerifyCondition condition;
    double meanSeconds = 0.0; ///< of test speech that was there
    TrialFigures figures;
    std::vector<Trial> trials; ///< with their scores
};

/// Clean: 1, 2, 3 and 5 s of test speech against all and 3 s of the enrolment, then similar pitch and every
/// corpus apart at 3 and 5 s; each SNR at 1, 3 and 5 s. Uses all cores. Throws Error.
std::vector<VerifyLine> runTrials(const VerifyPlan&);

} // namespace solus::train
