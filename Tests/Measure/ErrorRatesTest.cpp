// Error rates, detection cost and calibration of scores, on cases that can be worked out by hand.
#include "Measure/ErrorRates.h"
#include "Base/Error.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <random>
#include <vector>

using namespace solus;

TEST_CASE("Equal error rates of known cases") {
    const std::vector<double> low{1, 2, 3, 4}, high{5, 6, 7, 8};
    CHECK(equalErrorRate(high, low) == Approx(0.0));
    CHECK(equalErrorRate(low, high) == Approx(1.0));
    CHECK(equalErrorRate(low, low) == Approx(0.5));
    // One of four targets lies below one of four others: at the threshold between them one of each is wrong.
    CHECK(equalErrorRate(std::vector<double>{3.5, 6, 7, 8}, std::vector<double>{1, 2, 3, 5}) == Approx(0.25));
    // Ties count for both sides, and the value of the scores does not matter, only their order.
    CHECK(equalErrorRate(std::vector<double>{0.5, 0.5}, std::vector<double>{0.5, 0.5}) == Approx(0.5));
    CHECK_THROWS_AS(equalErrorRate(high, std::vector<double>{}), Error);
}

TEST_CASE("Detection cost of known cases") {
    const std::vector<double> targets{1, 5, 6, 7}, others{0, 2, 3, 4};
    // Rejecting the target at 1 misses a quarter: 0.05 * 0.25 / 0.05. Accepting it lets three others in.
    CHECK(minimumDetectionCost(targets, others, 0.05) == Approx(0.25));
    CHECK(minimumDetectionCost(others, targets, 0.05) <= 1.0); // never worse than blind
    CHECK(minimumDetectionCost(std::vector<double>{9}, others) == Approx(0.0));
}

TEST_CASE("Calibration finds scale and shift of logits that were bent") {
    std::mt19937 random(4);
    std::normal_distribution<double> gauss;
    // Scores N(+-2, 4) have the log likelihood ratio x itself; bent to (x + 3) / 5.
    std::vector<double> targets, others;
    for (int i = 0; i < 20000; ++i) {
        targets.push_back((2.0 + 2.0 * gauss(random) + 3.0) / 5.0);
        others.push_back((-2.0 + 2.0 * gauss(random) + 3.0) / 5.0);
    }
    const auto c = calibrate(targets, others);
    CHECK(c.scale == Approx(5.0).epsilon(0.05));
    CHECK(c.shift == Approx(-3.0).epsilon(0.05));
    const auto apart =
        calibrate(std::vector<double>{3, 4}, std::vector<double>{-3, -4}); // perfectly separable
    CHECK(std::isfinite(apart.scale));
    CHECK(apart.scale > 0.0);
}

TEST_CASE("Calibration finds the best scale even where scores crowd together far from zero") {
    // Newton's whole steps run away here: all logits near 5, one kind a little higher.
    std::vector<double> targets, others;
    for (int i = 0; i < 200; ++i) {
        targets.push_back(4.95 + 0.02 * (i % 20) / 20.0);
        others.push_back(4.93 + 0.03 * (i % 20) / 20.0);
    }
    const auto c = calibrate(targets, others);
    const auto entropy = [&](double a, double b) {
        double sum = 0.0;
        for (double x : targets) sum += std::log1p(std::exp(-(a * x + b))) / 400.0;
        for (double x : others) sum += std::log1p(std::exp(a * x + b)) / 400.0;
        return sum;
    };
    CHECK(entropy(c.scale, c.shift) < std::log(2.0));
}

TEST_CASE("Cllr of known cases, and the trade-off from accepting all to rejecting all") {
    const std::vector<double> zero{0.0, 0.0}, yes{40.0}, no{-40.0};
    CHECK(logLikelihoodRatioCost(zero, zero) == Approx(1.0));
    CHECK(logLikelihoodRatioCost(yes, no) == Approx(0.0).margin(1e-9));
    CHECK(logLikelihoodRatioCost(no, yes) == Approx(40.0 / std::log(2.0)));
    const std::vector<double> targets{1.0, 3.0}, others{0.0, 2.0};
    const auto points = errorTradeOff(targets, others);
    REQUIRE(points.size() == 5);
    CHECK((points.front().miss == 0.0 && points.front().falseAlarm == 1.0));
    CHECK((points[2].miss == 0.5 && points[2].falseAlarm == 0.5)); // accepted: 2 and 3
    CHECK((points.back().miss == 1.0 && points.back().falseAlarm == 0.0));
    CHECK_THROWS(errorTradeOff(targets, {}));
}
