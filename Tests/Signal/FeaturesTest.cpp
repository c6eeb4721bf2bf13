// Filter banks and features: sums, ranges, the running mean, and rejected specs.
#include "Signal/Features.h"
#include "Base/Error.h"
#include "Signal/Fifo.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <numeric>

using namespace solus;

TEST_CASE("a band is a weighted mean of power: flat in, flat out") {
    for (const char* scale : {"mel", "erb"}) {
        const FilterBank bank(scale, 40, 1024, 48000.0, 50.0, 20000.0);
        const std::vector<float> power(513, 0.25f);
        std::vector<float> band(40), gain(513);
        bank.apply(power.data(), band.data());
        for (float b : band) CHECK(b == Approx(0.25f));
        bank.expand(band.data(), gain.data());
        for (float g : gain) CHECK(g == Approx(0.25f));
    }
}

TEST_CASE("gains are spread by the triangles, and held where there is no band") {
    const FilterBank bank("erb", 60, 960, 48000.0, 300.0,
                          12000.0); // the lowest bands are narrower than a bin
    std::vector<float> norm(481, 0.0f), sum(481, 0.0f), bands(60), spread(481);
    for (int b = 0; b < 60; ++b) bands[b] = 0.01f * static_cast<float>(b + 1);
    for (int k = 0; k < 481; ++k) {
        std::vector<float> power(481, 0.0f), band(60);
        power[k] = 1.0f;
        bank.apply(power.data(), band.data());
        for (int b = 0; b < 60; ++b) norm[k] += band[b], sum[k] += band[b] * bands[b];
    }
    bank.expand(bands.data(), spread.data());
    int held = 0;
    float expected = bands[0];
    for (int k = 0; k < 481; ++k) {
        held += norm[k] == 0.0f;
        if (norm[k] > 0.0f) expected = sum[k] / norm[k];
        CHECK(spread[k] == Approx(expected));
    }
    CHECK(held > 100);
    CHECK(spread[0] == bands[0]);
    CHECK(spread[480] == Approx(bands[59]));
}

TEST_CASE("log features carry a scale of 10 as 1, and floor at the floor") {
    const StftSpec stft;
    FeatureExtractor features({"log_magnitude", 0, 50, 20000, 1e-4f}, stft);
    std::vector<float> power(513, 100.0f), y(513);
    power[7] = 0.0f;
    features.process(power.data(), y.data());
    CHECK(y[0] == Approx(1.0f));
    CHECK(y[7] == Approx(-4.0f));
}

TEST_CASE("the running mean takes out a constant colouration") {
    const StftSpec stft{1536, 768, 1536, "sqrt_hann"};
    FeatureSpec spec{"log_mel", 40, 60, 7600, 1e-5f, 8, -2.0f};
    FeatureExtractor plain(spec, stft), coloured(spec, stft);
    std::vector<float> power(769), louder(769), a(40), b(40);
    double difference = 0.0;
    for (int t = 0; t < 2000; ++t) {
        for (int k = 0; k < 769; ++k) {
            power[k] = 0.1f + 0.05f * std::sin(0.1f * static_cast<float>(t * (k % 7)));
            louder[k] = 4.0f * power[k];
        }
        plain.process(power.data(), a.data());
        coloured.process(louder.data(), b.data());
        difference = 0.0;
        for (int i = 0; i < 40; ++i) difference = std::max<double>(difference, std::abs(a[i] - b[i]));
        if (t == 0) CHECK(difference > 0.1);
    }
    CHECK(difference < 0.01);
}

namespace {

FeatureSpec magnitudes(float power, int levelFrames, float floor = 1e-5f) {
    FeatureSpec spec{"magnitude"};
    spec.floor = floor;
    spec.power = power;
    spec.levelFrames = levelFrames;
    return spec;
}

} // namespace

TEST_CASE("magnitudes are (|X| / L)^p, with L following the level over level_frames") {
    for (float power : {1.0f, 0.5f, 0.3f})
        for (int memory : {0, 1, 4}) {
            FeatureExtractor extractor(magnitudes(power, memory), StftSpec{});
            REQUIRE(extractor.size() == 513);
            std::vector<float> x(513), y(513);
            double energy = 0.0;
            for (int t = 1; t <= 12; ++t) {
                double sum = 0.0;
                for (int k = 0; k < 513; ++k) {
                    x[k] = static_cast<float>((k * 37 + t * 11) % 101) * (t > 6 ? 0.04f : 3.0f);
                    sum += static_cast<double>(x[k]);
                }
                if (memory > 0) energy += (sum / 513 - energy) / std::min(t, memory);
                const double level = memory > 0 ? std::sqrt(energy) : 1.0;
                extractor.process(x.data(), y.data());
                for (int k = 0; k < 513; ++k)
                    REQUIRE(y[k] == Approx(std::pow(std::sqrt(double{x[k]}) / level, power)).epsilon(1e-5));
            }
        }
}

TEST_CASE("magnitudes that follow the level are the same at every level, and silence is silent") {
    FeatureExtractor quiet(magnitudes(1.0f, 20), StftSpec{}), loud(magnitudes(1.0f, 20), StftSpec{});
    std::vector<float> x(513), louder(513), a(513), b(513);
    for (int t = 0; t < 60; ++t) {
        for (int k = 0; k < 513; ++k) {
            x[k] = 1e-3f * static_cast<float>((k * 7 + t * t) % 53);
            louder[k] = 1e4f * x[k]; // 40 dB
        }
        quiet.process(x.data(), a.data());
        loud.process(louder.data(), b.data());
        for (int k = 0; k < 513; ++k) REQUIRE(b[k] == Approx(a[k]).epsilon(1e-5));
    }
    quiet.reset(), loud.reset();
    const std::vector<float> nothing(513, 0.0f);
    for (int t = 0; t < 5; ++t) quiet.process(nothing.data(), a.data());
    CHECK(*std::max_element(a.begin(), a.end()) == 0.0f);
    quiet.process(louder.data(), a.data()); // the silence counts as frames heard; reset() forgot the rest
    for (int t = 0; t < 5; ++t) loud.process(nothing.data(), b.data());
    loud.process(louder.data(), b.data());
    CHECK(a == b);
}

TEST_CASE("a frame that is no number does not poison the level") {
    FeatureExtractor extractor(magnitudes(1.0f, 8), StftSpec{});
    std::vector<float> x(513, 4.0f), y(513);
    extractor.process(x.data(), y.data());
    auto broken = x;
    broken[100] = std::numeric_limits<float>::quiet_NaN();
    extractor.process(broken.data(), y.data());
    CHECK(std::isnan(y[100]));
    extractor.process(x.data(), y.data());
    for (float value : y) CHECK(value == Approx(1.0f));
}

TEST_CASE("nonsense is refused") {
    for (const FeatureSpec& bad :
         {magnitudes(0.0f, 0), magnitudes(1.5f, 0), magnitudes(-1.0f, 0), magnitudes(std::nanf(""), 0),
          magnitudes(1.0f, -1), magnitudes(1.0f, 100001)})
        CHECK_THROWS_AS(FeatureExtractor(bad, StftSpec{}), Error);
    FeatureSpec mean = magnitudes(1.0f, 0);
    mean.runningMeanFrames = 5;
    CHECK_THROWS_WITH(FeatureExtractor(mean, StftSpec{}), Catch::Contains("level_frames"));
    CHECK_THROWS_AS(FeatureExtractor({"log_bark", 40}, StftSpec{}), Error);
    CHECK_THROWS_AS(FeatureExtractor({"log_mel", 0}, StftSpec{}), Error);
    CHECK_THROWS_AS(FilterBank("mel", 40, 1024, 48000.0, 500.0, 400.0), Error);
}

TEST_CASE("a FIFO gives back what it was given, around its end too") {
    Fifo fifo(5);
    float next = 0.0f, expected = 0.0f, x = 0.0f;
    for (int round = 0; round < 20; ++round) {
        for (int i = 0; i < 3; ++i) fifo.push(&++next, 1);
        for (int i = 0; i < 3; ++i) {
            REQUIRE(fifo.pop(&x, 1) == 1);
            CHECK(x == ++expected);
        }
    }
    CHECK(fifo.pop(&x, 1) == 0);
}
