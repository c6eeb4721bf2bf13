// Measures of how well scores separate same from different, e.g. speakers.
#pragma once

#include <span>
#include <vector>

namespace solus {

/// The rate at the threshold where as many targets are missed as non-targets are accepted, 0 ... 1. Interpolates
/// linearly between two thresholds. Throws Error if one of the lists is empty.
double equalErrorRate(std::span<const double> targets, std::span<const double> nonTargets);

/// The rates at every threshold t that separates scores, from "accept all" to "reject all"; accepted: score >= t.
/// Throws Error if one of the lists is empty.
struct ErrorPoint {
    double miss, falseAlarm;
};
std::vector<ErrorPoint> errorTradeOff(std::span<const double> targets, std::span<const double> nonTargets);

/// Minimum detection cost over all thresholds, with unit costs, divided by that of a decision without scores
/// (NIST): min_t (P miss(t) + (1 - P) falseAlarm(t)) / min(P, 1 - P),  P = `prior` of a target.
double minimumDetectionCost(std::span<const double> targets, std::span<const double> nonTargets,
                            double prior = 0.05);

/// The calibration cost of the logits (Bruemmer and du Preez 2006, Cllr), in bits: 1 for uninformative scores, 0 for
/// confident and correct ones:  (mean_t log2(1 + e^-x) + mean_n log2(1 + e^x)) / 2.
double logLikelihoodRatioCost(std::span<const double> targetLogits, std::span<const double> nonTargetLogits);

/// Scale and shift that calibrate a logit at equal priors: a and b of the logistic regression sigmoid(a x + b), with
/// both classes weighted equally (Newton's method). Throws Error if a list is empty.
struct Calibration {
    double scale = 1.0, shift = 0.0;
};
Calibration calibrate(std::span<const double> targetLogits, std::span<const double> nonTargetLogits);

} // namespace solus
