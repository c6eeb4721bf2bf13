// Pictures of an evaluation of a speaker model.
#pragma once

#include "Evaluate/Trials.h"

#include <filesystem>
#include <string>
#include <vector>

namespace solus::train {

/// Scored trials of one kind, e.g. of 3 s of test speech.
struct TrialCurve {
    std::string name;
    std::vector<Trial> trials;
};

/// det.png: misses against false alarms (both in %, on the scale of the normal distribution, where scores of
/// normal distribution give straight lines). calibration.png: the share of trials of one talker among those
/// that were given about the same probability, both kinds of trial counting the same in all. Curves without
/// trials of both kinds are left out. Throws Error naming the file.
void writeVerifyPlots(const std::filesystem::path& folder, const std::string& title,
                      const std::vector<TrialCurve>&);

/// One point of the calibration plot.
struct CalibrationPoint {
    double said = 0.0, found = 0.0; ///< mean probability; share of one talker
    int trials = 0;
};
/// Ten bins of probability, the empty ones left out.
std::vector<CalibrationPoint> calibrationPoints(const std::vector<Trial>&);

} // namespace solus::train
