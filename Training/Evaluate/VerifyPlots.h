// Plots of a speaker model's evaluation.
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

/// det.png: misses against false alarms (both in %, on normal-deviate axes, where normally distributed scores give
/// straight lines). calibration.png: the share of same-talker trials among those with about the same predicted
/// probability, both kinds of trial weighted equally overall. Curves without trials of both kinds are left out. Throws
/// Error naming the file.
void writeVerifyPlots(const std::filesystem::path& folder, const std::string& title,
                      const std::vector<TrialCurve>&);

/// One point of the calibration plot.
struct CalibrationPoint {
    double said = 0.0, found = 0.0; ///< mean predicted probability; observed share of same-talker trials
    int trials = 0;
};
/// Ten bins of probability, without the empty ones.
std::vector<CalibrationPoint> calibrationPoints(const std::vector<Trial>&);

} // namespace solus::train
