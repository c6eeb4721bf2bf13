// The attenuation limit: its extremes, its two cases, and that it is monotonic and continuous.
#include "Denoise/AttenuationLimit.h"

#include <catch2/catch.hpp>
#include <random>
#include <vector>

using namespace solus;

namespace {

std::vector<Complex> randomSpectrum(unsigned seed, float level, int bins = 481) {
    std::mt19937 random(seed);
    std::normal_distribution<float> normal(0.0f, level);
    std::vector<Complex> spectrum(static_cast<size_t>(bins));
    for (Complex& x : spectrum) x = {normal(random), normal(random)};
    return spectrum;
}

std::vector<Complex> limited(const std::vector<Complex>& x, const std::vector<Complex>& y, float g) {
    std::vector<Complex> z(x.size());
    limitAttenuation(x.data(), y.data(), static_cast<int>(x.size()), g, z.data());
    return z;
}

float distance(Complex a, Complex b) {
    return std::abs(a - b);
}

} // namespace

TEST_CASE("a limit of 0 dB is the identity, none gives Y") {
    for (float level : {1e-6f, 1.0f, 1e3f}) {
        const auto x = randomSpectrum(1, level), y = randomSpectrum(2, level);
        const auto kept = limited(x, y, 1.0f), cleaned = limited(x, y, 0.0f);
        for (size_t k = 0; k < x.size(); ++k) {
            CHECK(distance(kept[k], x[k]) <= 1e-6f * std::abs(x[k]));
            CHECK(distance(cleaned[k], y[k]) <= 1e-6f * std::abs(y[k]) + 1e-6f * std::abs(x[k]));
        }
    }
}

TEST_CASE("for a real gain M the law is max(M, g); where Y is 0 it is g X; silence stays silence") {
    const auto x = randomSpectrum(3, 0.1f);
    for (float g : {0.0316f, 0.25f, 0.9f})
        for (float m : {0.0f, 0.01f, 0.2f, 0.7f, 1.0f}) {
            std::vector<Complex> y = x;
            for (Complex& value : y) value *= m;
            const auto z = limited(x, y, g);
            for (size_t k = 0; k < x.size(); ++k)
                CHECK(distance(z[k], std::max(m, g) * x[k]) <= 1e-6f * std::abs(x[k]));
        }
    const std::vector<Complex> silence(481);
    for (const Complex& z : limited(silence, silence, 0.03f)) CHECK(z == Complex{});
}

TEST_CASE("both cases of the law, in double precision") {
    const auto x = randomSpectrum(4, 1.0f), y = randomSpectrum(5, 1.0f);
    int louder = 0;
    for (float g : {0.03f, 0.3f, 0.8f}) {
        const auto z = limited(x, y, g);
        for (size_t k = 0; k < x.size(); ++k) {
            const std::complex<double> X = x[k], Y = y[k], D = (1.0 - g) * Y + static_cast<double>(g) * X;
            const double a = std::abs(X), b = std::abs(Y);
            const double size = b <= a ? std::max(b, g * a) : a + (1.0 - g) * (b - a);
            CHECK(std::abs(std::complex<double>(z[k]) - size * D / std::abs(D)) <
                  1e-5 * size / std::abs(D) + 1e-6);
            louder += b > a;
        }
    }
    CHECK((louder > 300 && louder < 1100));
}

TEST_CASE("the size moves one way with the limit, and neither size nor direction jumps") {
    const auto x = randomSpectrum(6, 1.0f), y = randomSpectrum(7, 0.7f);
    auto before = limited(x, y, 1.0f);
    for (int step = 1; step <= 2000; ++step) {
        const auto z = limited(x, y, 1.0f - static_cast<float>(step) / 2000.0f);
        for (size_t k = 0; k < x.size(); ++k) {
            const float a = std::abs(x[k]), b = std::abs(y[k]), change = std::abs(z[k]) - std::abs(before[k]);
            REQUIRE((b <= a ? change : -change) <= 1e-6f * (a + b));
            // |dD/dg| <= |X - Y|, so the angle of D changes by at most |X - Y| / (2000 |D|) radians per step
            const float least = std::abs(x[k] - y[k]) * 0.01f;
            const float g = 1.0f - static_cast<float>(step) / 2000.0f;
            const float d = std::abs((1.0f - g) * y[k] + g * x[k]);
            if (d > least)
                REQUIRE(distance(z[k], before[k]) <=
                        (a + b) * (0.06f * 0.01f * std::abs(x[k] - y[k]) / d + 0.001f));
        }
        before = z;
    }
}

TEST_CASE("the law is continuous where |Y| passes |X| and where Y fades to 0") {
    const std::vector<Complex> x{{0.3f, 0.4f}};
    for (float g : {0.0f, 0.1f, 0.7f}) {
        Complex before{};
        for (int step = 0; step <= 4000; ++step) {
            const std::vector<Complex> y{Complex(0.8f, -0.6f) * (static_cast<float>(step) / 4000.0f)};
            const Complex z = limited(x, y, g)[0];
            if (step > 0) REQUIRE(distance(z, before) < 0.002f);
            before = z;
        }
    }
}

TEST_CASE("the law for gains is the law") {
    const auto x = randomSpectrum(8, 0.1f);
    std::vector<float> gains(x.size());
    for (size_t k = 0; k < gains.size(); ++k)
        gains[k] = static_cast<float>(k) / static_cast<float>(gains.size() - 1);
    std::vector<Complex> y = x;
    for (size_t k = 0; k < y.size(); ++k) y[k] *= gains[k];
    for (float g : {0.0f, 0.0316f, 0.7f, 1.0f}) {
        const auto whole = limited(x, y, g);
        auto z = x;
        applyLimitedGains(gains.data(), static_cast<int>(z.size()), g, z.data());
        for (size_t k = 0; k < x.size(); ++k) CHECK(distance(z[k], whole[k]) <= 1e-6f * std::abs(x[k]));
    }
}
