// Equal error rate, detection cost, calibration.
#include "Measure/ErrorRates.h"

#include "Base/Error.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

namespace solus {

std::vector<ErrorPoint> errorTradeOff(std::span<const double> targets, std::span<const double> nonTargets) {
    if (targets.empty() || nonTargets.empty()) throw Error("error rates need scores of both kinds");
    std::vector<double> t(targets.begin(), targets.end()), n(nonTargets.begin(), nonTargets.end());
    std::sort(t.begin(), t.end());
    std::sort(n.begin(), n.end());
    std::vector<ErrorPoint> points{{0.0, 1.0}};
    size_t i = 0, j = 0;
    while (i < t.size() || j < n.size()) {
        const double lowest = j == n.size() || (i < t.size() && t[i] < n[j]) ? t[i] : n[j];
        while (i < t.size() && t[i] <= lowest) ++i;
        while (j < n.size() && n[j] <= lowest) ++j;
        points.push_back({static_cast<double>(i) / static_cast<double>(t.size()),
                          1.0 - static_cast<double>(j) / static_cast<double>(n.size())});
    }
    return points;
}

double equalErrorRate(std::span<const double> targets, std::span<const double> nonTargets) {
    const auto points = errorTradeOff(targets, nonTargets);
    for (size_t k = 1; k < points.size(); ++k) {
        const auto [miss0, alarm0] = points[k - 1];
        const auto [miss1, alarm1] = points[k];
        if (miss1 < alarm1) continue;
        // miss0 + u (miss1 - miss0) = alarm0 + u (alarm1 - alarm0)
        const double slope = (miss1 - miss0) + (alarm0 - alarm1);
        const double u = slope > 0.0 ? (alarm0 - miss0) / slope : 0.0;
        return miss0 + u * (miss1 - miss0);
    }
    return 1.0;
}

double minimumDetectionCost(std::span<const double> targets, std::span<const double> nonTargets,
                            double prior) {
    double least = 1.0;
    for (const auto& [miss, falseAlarm] : errorTradeOff(targets, nonTargets))
        least = std::min(least, (prior * miss + (1.0 - prior) * falseAlarm) / std::min(prior, 1.0 - prior));
    return least;
}

double logLikelihoodRatioCost(std::span<const double> targetLogits, std::span<const double> nonTargetLogits) {
    if (targetLogits.empty() || nonTargetLogits.empty()) throw Error("a cost needs logits of both kinds");
    const auto mean = [](std::span<const double> logits, double sign) {
        double sum = 0.0;
        for (double x : logits) sum += std::max(-sign * x, 0.0) + std::log1p(std::exp(-std::abs(x)));
        return sum / static_cast<double>(logits.size());
    };
    return 0.5 * (mean(targetLogits, 1.0) + mean(nonTargetLogits, -1.0)) / std::numbers::ln2;
}

Calibration calibrate(std::span<const double> targets, std::span<const double> nonTargets) {
    if (targets.empty() || nonTargets.empty()) throw Error("a calibration needs scores of both kinds");
    constexpr double ridge = 1e-4; // keeps the scale finite if the classes do not overlap
    // F(a, b) = mean cross-entropy of each class plus ridge (a - 1)^2 / 2
    const auto cost = [&](double a, double b) {
        const auto mean = [&](std::span<const double> logits, double sign) {
            double sum = 0.0;
            for (double x : logits) {
                const double y = -sign * (a * x + b);
                sum += std::max(y, 0.0) + std::log1p(std::exp(-std::abs(y)));
            }
            return sum / static_cast<double>(logits.size());
        };
        return 0.5 * (mean(targets, 1.0) + mean(nonTargets, -1.0)) + 0.5 * ridge * (a - 1.0) * (a - 1.0);
    };
    double a = 1.0, b = 0.0;
    for (int round = 0; round < 100; ++round) {
        // Its gradient g and Hessian H.
        double ga = ridge * (a - 1.0), gb = 0.0, haa = ridge, hab = 0.0, hbb = 1e-12;
        const auto add = [&](std::span<const double> logits, double label) {
            const double weight = 0.5 / static_cast<double>(logits.size());
            for (double x : logits) {
                const double p = 1.0 / (1.0 + std::exp(-(a * x + b)));
                const double error = weight * (p - label), curve = weight * p * (1.0 - p);
                ga += error * x, gb += error;
                haa += curve * x * x, hab += curve * x, hbb += curve;
            }
        };
        add(targets, 1.0);
        add(nonTargets, 0.0);
        const double determinant = haa * hbb - hab * hab;
        if (!(determinant > 1e-18)) break;
        const double da = (hbb * ga - hab * gb) / determinant, db = (haa * gb - hab * ga) / determinant;
        // A full step may overshoot where the curve is flat: halve it until the cost falls.
        const double here = cost(a, b);
        double step = 1.0;
        while (step > 1e-6 && cost(a - step * da, b - step * db) > here) step *= 0.5;
        a -= step * da;
        b -= step * db;
        if (step * (std::abs(da) + std::abs(db)) < 1e-9) break;
    }
    return {a, b};
}

} // namespace solus
