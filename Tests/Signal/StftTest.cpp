// The STFT reconstructs perfectly, for symmetric and asymmetric pairs, delayed by exactly what the spec says.
#include "Signal/Stft.h"
#include "Base/Error.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <random>

using namespace solus;

namespace {

double reconstructionErrorDb(const StftSpec& spec) {
    std::mt19937 random(7);
    std::uniform_real_distribution<float> uniform(-1.0f, 1.0f);
    Stft analysis(spec);
    InverseStft synthesis(spec);
    const int hops = 60, delay = spec.synthesis - spec.hop;
    std::vector<float> in(static_cast<size_t>(hops * spec.hop)), out(in.size());
    for (float& x : in) x = uniform(random);
    std::vector<Complex> spectrum(static_cast<size_t>(spec.bins()));
    for (int h = 0; h < hops; ++h) {
        analysis.push(in.data() + h * spec.hop, spectrum.data());
        synthesis.pull(spectrum.data(), out.data() + h * spec.hop);
    }
    double error = 0.0, power = 0.0;
    for (size_t n = 0; n + delay < in.size(); ++n) {
        error += std::pow(out[n + delay] - in[n], 2.0);
        power += in[n] * in[n];
    }
    return 10.0 * std::log10(error / power + 1e-30);
}

} // namespace

TEST_CASE("STFT and inverse reconstruct below -120 dB") {
    for (const StftSpec& spec : {StftSpec{1024, 512, 1024, "sqrt_hann"}, StftSpec{1024, 256, 1024, "hann"},
                                 StftSpec{1024, 512, 1024, "vorbis"}, StftSpec{960, 480, 960, "sqrt_hann"},
                                 StftSpec{480, 240, 480, "vorbis"}, StftSpec{960, 240, 480, "sqrt_hann"},
                                 StftSpec{480, 120, 240, "sqrt_hann"}, StftSpec{1024, 100, 600, "hann"}}) {
        INFO(spec.fftSize << "/" << spec.hop << "/" << spec.synthesis << " " << spec.window);
        CHECK(reconstructionErrorDb(spec) < -120.0);
    }
}

TEST_CASE("the spectrum of a sine has its peak in the right bin") {
    const StftSpec spec;
    Stft stft(spec);
    std::vector<float> hop(512);
    std::vector<Complex> spectrum(513);
    for (int h = 0, n = 0; h < 3; ++h) {
        for (float& x : hop) x = std::sin(2.0f * 3.14159265f * 100.0f * static_cast<float>(n++) / 1024.0f);
        stft.push(hop.data(), spectrum.data());
    }
    int peak = 0;
    for (int k = 1; k < 513; ++k)
        if (std::norm(spectrum[k]) > std::norm(spectrum[peak])) peak = k;
    CHECK(peak == 100);
}

TEST_CASE("reset() makes the past silent") {
    const StftSpec spec;
    Stft used(spec), fresh(spec);
    InverseStft usedBack(spec), freshBack(spec);
    std::vector<float> hop(512, 0.5f), a(512), b(512);
    std::vector<Complex> x(513), y(513);
    used.push(hop.data(), x.data());
    usedBack.pull(x.data(), a.data());
    used.reset();
    usedBack.reset();
    used.push(hop.data(), x.data());
    fresh.push(hop.data(), y.data());
    usedBack.pull(x.data(), a.data());
    freshBack.pull(y.data(), b.data());
    CHECK(x == y);
    CHECK(a == b);
}

TEST_CASE("impossible windows are refused in words") {
    CHECK_THROWS_AS(makeWindows({1024, 1024, 1024, "sqrt_hann"}), Error);
    CHECK_THROWS_AS(makeWindows({1024, 512, 2048, "sqrt_hann"}), Error);
    CHECK_THROWS_AS(makeWindows({1024, 0, 1024, "sqrt_hann"}), Error);
    CHECK_THROWS_AS(makeWindows({1024, 512, 1024, "boxcar"}), Error);
    CHECK_THROWS_WITH(makeWindows({1024, 1023, 1024, "hann"}), Catch::Contains("gaps"));
}
