// STOI and ESTOI against values computed independently with NumPy, in double precision, from the papers' equations.
#include "Measure/Intelligibility.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <cstdint>
#include <numbers>
#include <vector>

using namespace solus;

namespace {

/// Two seconds of 24 partials, each with its own envelope, and a pause of 0.4 s.
std::vector<double> voice() {
    std::vector<double> x(20000, 0.0);
    for (size_t n = 0; n < x.size(); ++n) {
        if (n >= 8000 && n < 12000) continue;
        const double t = static_cast<double>(n) / intelligibilityRate;
        for (int h = 1; h <= 24; ++h)
            x[n] += 0.05 * (1.1 + std::sin(2.0 * std::numbers::pi * (0.6 + 0.37 * h) * t + h)) *
                    std::sin(2.0 * std::numbers::pi * 150.0 * h * t);
    }
    return x;
}

std::vector<float> toFloat(const std::vector<double>& x) {
    return {x.begin(), x.end()};
}

/// Adds uniform noise of width `gain`, from a generator that is easy to reproduce.
std::vector<float> withNoise(std::vector<double> x, double gain) {
    std::uint32_t state = 1;
    for (double& v : x) {
        state = 1664525u * state + 1013904223u;
        v += gain * (state / 4294967296.0 - 0.5);
    }
    return toFloat(x);
}

} // namespace

TEST_CASE("STOI and ESTOI equal an independent computation") {
    const auto clean = toFloat(voice());
    struct Reference {
        double gain, stoi, estoi;
    };
    for (const auto& r : {Reference{0.2, 0.917981, 0.906917}, Reference{1.0, 0.456115, 0.391276},
                          Reference{4.0, 0.152667, 0.055389}}) {
        CHECK(stoi(clean, withNoise(voice(), r.gain)) == Approx(r.stoi).margin(1e-4));
        CHECK(estoi(clean, withNoise(voice(), r.gain)) == Approx(r.estoi).margin(1e-4));
    }
    // A gain that swings at 3 Hz: the envelope suffers more than the pattern over frequency.
    auto swinging = voice();
    for (size_t n = 0; n < swinging.size(); ++n)
        swinging[n] *=
            0.6 + 0.4 * std::sin(2.0 * std::numbers::pi * 3.0 * static_cast<double>(n) / intelligibilityRate);
    CHECK(stoi(clean, toFloat(swinging)) == Approx(0.546851).margin(1e-4));
    CHECK(estoi(clean, toFloat(swinging)) == Approx(0.766723).margin(1e-4));
}
