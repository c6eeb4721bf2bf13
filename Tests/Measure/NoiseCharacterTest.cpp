// Pumping and musical noise, against values derived by hand.
#include "Measure/NoiseCharacter.h"
#include "Base/Error.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <numbers>
#include <random>
#include <vector>

using namespace solus;

namespace {

constexpr int rate = 48000;

std::vector<float> hiss(unsigned seed, double seconds) {
    std::mt19937 random(seed);
    std::normal_distribution<float> normal(0.0f, 0.1f);
    std::vector<float> x(static_cast<size_t>(seconds * rate));
    for (float& v : x) v = normal(random);
    return x;
}

} // namespace

TEST_CASE("level deviation: frames that alternate by 20 dB deviate by 10 dB") {
    std::vector<float> x(rate);
    for (size_t n = 0; n < x.size(); ++n) x[n] = (n / 960) % 2 ? 0.01f : 0.1f;
    CHECK(levelDeviationDb(x, rate) == Approx(10.0).margin(1e-3));
    for (float& v : x) v = 0.0f;
    CHECK(levelDeviationDb(x, rate) == 0.0);
    CHECK(std::isnan(levelDeviationDb(std::vector<float>(10), rate)));
    // 960 independent samples: the mean square is within sqrt(2 / 960), 0.198 dB.
    CHECK(levelDeviationDb(hiss(1, 20.0), rate) ==
          Approx(10.0 / std::log(10.0) * std::sqrt(2.0 / 960)).epsilon(0.05));
}

TEST_CASE("log-kurtosis ratio: 0 for any gain, ln 2 for noise that is there half of the time") {
    const auto in = hiss(2, 20.0);
    auto out = in;
    for (float& v : out) v *= 0.03f;
    CHECK(logKurtosisRatio(in, out, rate) == Approx(0.0).margin(1e-4));
    // With <P^4> and <P^2> both halved, <P^4> / <P^2>^2 is doubled.
    out = in;
    std::fill(out.begin() + out.size() / 2, out.end(), 0.0f);
    CHECK(logKurtosisRatio(in, out, rate) == Approx(std::log(2.0)).margin(0.03));
    CHECK(logKurtosisRatio(out, in, rate) == Approx(-std::log(2.0)).margin(0.03));
    CHECK(std::isnan(logKurtosisRatio(in, std::vector<float>(in.size(), 0.0f), rate)));
    CHECK_THROWS_AS(logKurtosisRatio(in, std::vector<float>(10), rate), Error);
}

TEST_CASE("log-kurtosis ratio: Gaussian noise against a steady tone in every bin is ln 24/4") {
    // |X|^2 of Gaussian noise is exponentially distributed: <P^4> / <P^2>^2 = 4! / 2!^2 = 6; a pulse train
    // with one pulse a hop has the same power in every frame: 1.
    std::vector<float> pulses(20 * rate, 0.0f);
    for (size_t n = 0; n < pulses.size(); n += 480) pulses[n] = 1.0f;
    CHECK(logKurtosisRatio(pulses, hiss(3, 20.0), rate) == Approx(std::log(6.0)).margin(0.1));
}
