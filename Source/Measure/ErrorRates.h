// Figures that say how well scores tell same from different, e.g. speakers.
#pragma once

#include <span>
#include <vector>

namespace solus {

/// The rate at the threshold where as many targets are missed as non-targets are accepted, 0 ... 1. Between
/// two thresholds the rates are joined by a straight line. Throws Error where one of the lists is empty.
double equalErrorRate(std::span<const double> targets, std::span<const double> nonTargets);

/// The rates at every threshold t that tells scores apart, from "accept all" to "reject all"; accepted: score
/// >= t. Throws Error where one of the lists is empty.
struct ErrorPoint {
    double miss, falseAlarm;
};
std::vector<ErrorPoint> errorTradeOff(std::span<const double> targets, std::span<const double> nonTargets);

/// Least cost of detection over all thresholds, with unit costs, divided by that of deciding blindly
/// (NIST): min_t (P miss(t) + (1 - P) falseAlarm(t)) / min(P, 1 - P),  P = `prior` of a target.
double minimumDetectionCost(std::span<const double> targets, std::span<const double> nonTargets,
                            double prior = 0.05);

/// What the logits cost one who believes them, in bits: 1 for knowing nothing, 0 for being right and sure
/// (Bruemmer and du Preez 2006, Cllr):  (mean_t log2(1 + e^-x) + mean_n log2(1 + e^x)) / 2.
double logLikelihoodRatioCost(std::span<const double> targetLogits, std::span<const double> nonTargetLogits);

/// Scale and shift that make a logit a calibrated one at equal priors: a and b of the logistic regression
/// sigmoid(a x + b), both classes weighing the same (Newton's method). Throws Error where a list is empty.
struct Calibration {
    double scale = 1.0, shift = 0.0;
};
Calibration calibrate(std::span<const double> targetLogits, std::span<const double> nonTargetLogits);

} // namespace solus
