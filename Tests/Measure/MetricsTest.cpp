// The metrics, against values derived by hand.
#include "Measure/Metrics.h"
#include "Base/Error.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <random>
#include <vector>

using namespace solus;

namespace {

std::vector<float> gaussian(unsigned seed, size_t count, float deviation) {
    std::mt19937 random(seed);
    std::normal_distribution<float> normal(0.0f, deviation);
    std::vector<float> x(count);
    for (float& v : x) v = normal(random);
    return x;
}

} // namespace

TEST_CASE("SNR: noise of a tenth of the amplitude is 20 dB") {
    const std::vector<float> s{1, -1, 1, -1}, y{1.1f, -1.1f, 1.1f, -1.1f};
    CHECK(snrDb(s, y) == Approx(20.0).margin(1e-3));
}

TEST_CASE("SI-SDR does not see gain or offset, and equals the SNR for noise at right angles") {
    const std::vector<float> s{1, -1, 1, -1, 1, -1, 1, -1}, n{1, 1, -1, -1, 1, 1, -1, -1}; // <s, n> = 0
    std::vector<float> y(8);
    for (size_t i = 0; i < 8; ++i) y[i] = 5.0f * (s[i] + 0.1f * n[i]) + 3.0f;
    CHECK(siSdrDb(s, y) == Approx(20.0).margin(1e-3));
    CHECK(snrDb(s, y) < 0.0);
}

TEST_CASE("log-spectral distance: a gain of 6.02 dB is 6.02 dB everywhere, an exact copy is 0") {
    const auto s = gaussian(1, 48000, 0.1f);
    std::vector<float> y = s;
    CHECK(logSpectralDistanceDb(s, y) == Approx(0.0).margin(1e-9));
    for (float& x : y) x *= 2.0f;
    CHECK(logSpectralDistanceDb(s, y) == Approx(6.0206).margin(1e-3));
}

TEST_CASE("silence gives finite figures, different lengths an error") {
    const std::vector<float> zero(4096, 0.0f), noise = gaussian(2, 4096, 0.1f);
    for (double figure : {snrDb(zero, noise), siSdrDb(zero, noise), siSdrDb(noise, zero),
                          logSpectralDistanceDb(zero, noise), logSpectralDistanceDb(noise, zero)})
        CHECK(std::isfinite(figure));
    CHECK_THROWS_AS(siSdrDb(zero, std::vector<float>(10)), Error);
    CHECK_THROWS_AS(snrDb({}, {}), Error);
}
