// The input level: unchanged within its range, corrected outside, and quick to converge.
#include "Base/Error.h"
#include "Signal/Features.h"
#include "Signal/Stft.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <random>

using namespace solus;

namespace {

const StftSpec spec{960, 360, 480, "sqrt_hann"};

/// The gain in each frame of white noise at these levels in dBFS, with this many frames each.
std::vector<float> gainsFor(const LevelSpec& level, const std::vector<std::pair<double, int>>& levels) {
    InputLevel follower(level, spec, 48000.0);
    Stft stft(spec);
    std::mt19937 random(7);
    std::normal_distribution<float> normal;
    std::vector<float> hop(360), power(static_cast<size_t>(spec.bins())), gains;
    std::vector<Complex> spectrum(power.size());
    for (const auto& [db, frames] : levels)
        for (int t = 0; t < frames; ++t) {
            for (float& x : hop) x = static_cast<float>(std::pow(10.0, db / 20.0)) * normal(random);
            stft.push(hop.data(), spectrum.data());
            for (size_t k = 0; k < power.size(); ++k) power[k] = std::norm(spectrum[k]);
            gains.push_back(10.0f * std::log10(follower.gain(power.data())));
        }
    return gains; // dB
}

} // namespace

TEST_CASE("input level: between low and high the gain is 1, outside it leads to the nearer end") {
    const LevelSpec level{-38.0, -12.0, 1.0};
    for (float g : gainsFor(level, {{-30.0, 300}})) CHECK(g == 0.0f);
    CHECK(gainsFor(level, {{-79.0, 300}}).back() == Approx(41.0).margin(0.5));
    CHECK(gainsFor(level, {{-3.0, 300}}).back() == Approx(-9.0).margin(0.5));
}

TEST_CASE(
    "input level: after a step of 30 dB it is within 3 dB again in 0.3 s upwards, within 9 dB in 7.5 s downwards") {
    const LevelSpec level{-26.0, -26.0, 1.0};
    const auto up = gainsFor(level, {{-60.0, 400}, {-30.0, 400}}),
               down = gainsFor(level, {{-30.0, 400}, {-60.0, 1000}});
    CHECK(up[399] == Approx(34.0).margin(1.0));
    CHECK(up[400 + 40] == Approx(4.0).margin(3.0));
    CHECK(down[400 + 999] == Approx(34.0).margin(9.0)); // and 2 dB per second closer from there
}

TEST_CASE("input level: the gain stays where it is while a quiet talker pauses") {
    std::vector<std::pair<double, int>> turns;
    for (int i = 0; i < 10; ++i) turns.insert(turns.end(), {{-50.0, 133}, {-58.0, 133}});
    const auto gains = gainsFor({-32.0, -12.0, 1.0}, turns);
    const auto [least, most] = std::minmax_element(gains.begin() + 400, gains.end());
    CHECK(*most - *least < 3.0f); // the level moves by 8 dB
    CHECK(*least > 12.0f);
    CHECK(*most < 26.0f);
}

TEST_CASE("input level: near-silence does not count, whatever comes after it is the beginning") {
    const LevelSpec level{-26.0, -26.0, 1.0};
    const auto plain = gainsFor(level, {{-40.0, 50}}), late = gainsFor(level, {{-130.0, 300}, {-40.0, 50}});
    CHECK(late[0] == 0.0f);
    CHECK(late[302] == Approx(plain[2]).margin(1.0)); // different noise, the same rule
}

TEST_CASE("input level: a gain that falls by 10 dB at once is a beginning, no other change is") {
    const auto beginnings = [](double before, double after) {
        InputLevel follower({-38.0, -12.0, 1.0}, spec, 48000.0);
        std::vector<float> power(static_cast<size_t>(spec.bins()));
        int count = 0;
        for (const double db : {before, after})
            for (int t = 0; t < 100; ++t) {
                std::fill(power.begin(), power.end(), static_cast<float>(480.0 * std::pow(10.0, db / 10.0)));
                follower.gain(power.data());
                count += follower.restarted();
            }
        return count;
    };
    CHECK(beginnings(-94.0, -40.0) == 1);
    CHECK(beginnings(-94.0, -70.0) == 1);
    CHECK(beginnings(-65.0, -20.0) == 1);
    CHECK(beginnings(-45.0, -38.0) == 0); // a small step
    CHECK(beginnings(-30.0, -13.0) == 0); // a large one that the gain did not follow
    CHECK(beginnings(-40.0, -94.0) == 0);
}

TEST_CASE("features with a level do not change with the level; a bad level is refused") {
    FeatureSpec features{"erb_detail", 32, 100, 20000, 1e-4f};
    features.detailBins = 40;
    features.level = LevelSpec{-26.0, -26.0, 1.0};
    std::vector<std::vector<float>> results;
    for (const float gain : {1.0f, 0.01f}) {
        FeatureExtractor extractor(features, spec);
        Stft stft(spec);
        std::mt19937 random(9);
        std::normal_distribution<float> normal;
        std::vector<float> hop(360), power(static_cast<size_t>(spec.bins())),
            y(static_cast<size_t>(extractor.size()));
        std::vector<Complex> spectrum(power.size());
        for (int t = 0; t < 50; ++t) {
            for (float& x : hop) x = 0.1f * gain * normal(random);
            stft.push(hop.data(), spectrum.data());
            for (size_t k = 0; k < power.size(); ++k) power[k] = std::norm(spectrum[k]);
            extractor.process(power.data(), y.data());
        }
        results.push_back(y);
    }
    for (size_t i = 0; i < results[0].size(); ++i) CHECK(results[0][i] == Approx(results[1][i]).margin(1e-4));
    features.level = LevelSpec{-10.0, -30.0, 1.0};
    CHECK_THROWS_WITH(FeatureExtractor(features, spec), Catch::Contains("low_db"));
}
