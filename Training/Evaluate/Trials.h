// Speaker verification trials: the list, and figures of the scores with their uncertainty.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace solus::train {

struct Trial {
    bool target = false; ///< the same talker
    std::string corpus, enrol, test;
    std::string enrolSpeaker, testSpeaker; ///< from the names: "enroll/NAME.opus", "test/NAME_NUMBER.opus"
    bool similarPitch = false;
    double score = 0.0;
};

/// Throws Error naming the file.
std::vector<Trial> readTrials(const std::filesystem::path& table);

struct TrialFigures {
    int targets = 0, others = 0;
    double eer = 0.0, eerLow = 0.0, eerHigh = 0.0;      ///< 0 ... 1, with a 95 % interval
    double minDcf = 0.0;                                ///< prior 0.05
    double logCost = 0.0;                               ///< Cllr of the scores as probabilities, in bits
    double acceptedTargets = 0.0, acceptedOthers = 0.0; ///< share with a score of 0.5 or more
};

/// The interval is from resampling speakers with replacement, `rounds` times: trials of one speaker are dependent, so
/// resampling trials would give too narrow an interval. All zero if either kind of trial is missing.
TrialFigures figuresOf(const std::vector<Trial>&, int rounds = 500);

} // namespace solus::train
