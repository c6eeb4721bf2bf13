// Figures that say how well scores tell same from different, e.g. speakers.
#pragma once

#include <span>

namespace solus {

/// The rate at the threshold where as many targets are missed as non-targets are accepted, 0 ... 1. Between
/// two thresholds the rates are joined by a straight line. Throws Error where one of the lists is empty.
double equalErrorRate(std::span<const double> targets, std::span<const double> nonTargets);

/// Least cost of detection over all thresholds, with unit costs, divided by that of deciding blindly
/// (NIST): min_t (P miss(t) + (1 - P) falseAlarm(t)) / min(P, 1 - P),  P = `prior` of a target.
double minimumDetectionCost(std::span<const double> targets, std::span<const double> nonTargets,
                            double prior = 0.05);

/// Scale and shift that make a logit a calibrated one at equal priors: a and b of the logistic regression
/// sigmoid(a x + b), both classes weighing the same (Newton's method). Throws Error where a list is empty.
struct Calibration {
    double scale = 1.0, shift = 0.0;
};
Calibration calibrate(std::span<const double> targetLogits, std::span<const double> nonTargetLogits);

} // namespace solus
