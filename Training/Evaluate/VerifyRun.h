// The trials of a speaker model's evaluation, under every condition requested.
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
    std::filesystem::path trials;   ///< folder with trials.tsv, enroll/ and test/
    std::filesystem::path noise;    ///< folder of recordings; empty: pink noise
    std::vector<double> snrsDb;     ///< of noise added to the test speech, besides clean
    std::vector<std::string> heard; ///< ways to hear the test speech, besides as recorded (see waysToHear)
    std::shared_ptr<const Model> embedder; ///< the speaker model
    std::shared_ptr<const Model> denoiser; ///< runs before it; null: none
    bool levelled = false;                 ///< every recording through levelVoice()
    std::uint64_t seed = 7;                ///< of equalisers and noise
};

/// Seconds used of a recording, from its start; 0: all. `snrDb` and `heard` are of the test speech.
struct VerifyCondition {
    double enrolSeconds = 0.0, testSeconds = 0.0;
    std::optional<double> snrDb;
    std::string heard = {}; ///< empty: as recorded
};

/// A row of the table.
struct VerifyLine {
    std::string group; ///< "all", "similar pitch" or a corpus
    VerifyCondition condition;
    double meanSeconds = 0.0; ///< of test speech actually available
    TrialFigures figures;
    std::vector<Trial> trials; ///< with their scores
};

/// Clean: 1, 2, 3 and 5 s of test speech against the whole enrolment and against 3 s of it, then similar pitch and each
/// corpus separately at 3 and 5 s; each SNR at 1, 3 and 5 s; each way to hear at 3 s, the
/// score calibrated for telephones as in `solus verify`. Uses all cores. Throws Error.
std::vector<VerifyLine> runTrials(const VerifyPlan&);

} // namespace solus::train
