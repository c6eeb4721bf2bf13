// The real FFT against the sum that defines it, in both directions and on shared buffers; the fast logarithm
// against the library's.
#include "Signal/Fft.h"
#include "Signal/FastLog.h"
#include "Signal/Stft.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <numbers>
#include <random>
#include <vector>

using namespace solus;

TEST_CASE("forward is the DFT, inverse leads back, whatever the even size") {
    std::mt19937 random(3);
    std::normal_distribution<float> normal;
    for (int size : {2, 4, 6, 8, 10, 12, 14, 18, 30, 250, 480, 512, 960}) {
        INFO(size << " points");
        RealFft fft(size);
        std::vector<float> x(static_cast<size_t>(size)), back(x.size());
        for (float& value : x) value = normal(random);
        std::vector<Complex> spectrum(static_cast<size_t>(fft.bins()));
        fft.forward(x.data(), spectrum.data());
        for (int k = 0; k < fft.bins(); ++k) {
            std::complex<double> sum = 0.0;
            for (int n = 0; n < size; ++n)
                sum += static_cast<double>(x[n]) * std::polar(1.0, -2.0 * std::numbers::pi * k * n / size);
            REQUIRE(std::abs(std::complex<double>(spectrum[k]) - sum) < 1e-5 * std::sqrt(size));
        }
        fft.inverse(spectrum.data(), back.data());
        for (int n = 0; n < size; ++n) REQUIRE(std::abs(back[n] - x[n]) < 1e-5);
    }
}

TEST_CASE("transforms that share an FFT compute the same bits as transforms with one each") {
    const StftSpec spec{960, 240, 480, "sqrt_hann"};
    const auto shared = std::make_shared<RealFft>(spec.fftSize);
    Stft one(spec, shared), other(spec);
    InverseStft oneBack(spec, shared), otherBack(spec);
    std::mt19937 random(4);
    std::normal_distribution<float> normal;
    std::vector<float> hop(240), a(240), b(240);
    std::vector<Complex> x(481), y(481);
    for (int h = 0; h < 10; ++h) {
        for (float& value : hop) value = normal(random);
        one.push(hop.data(), x.data());
        other.push(hop.data(), y.data());
        REQUIRE(x == y);
        oneBack.pull(x.data(), a.data());
        otherBack.pull(y.data(), b.data());
        REQUIRE(a == b);
    }
}

TEST_CASE("the fast logarithm is the logarithm over the whole range of powers") {
    CHECK(fastLog10(1.0f) == 0.0f);
    for (double decade = -37.0; decade < 38.0; decade += 0.000731) {
        const auto x = static_cast<float>(std::pow(10.0, decade));
        const double exact = std::log10(static_cast<double>(x));
        REQUIRE(std::abs(fastLog10(x) - exact) <= 2e-7 * std::abs(exact) + 1e-8);
    }
}
