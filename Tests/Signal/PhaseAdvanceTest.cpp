// The phase advance: 1 for a steady tone, with the angle of its offset from the bin centre; 0 for silence;
// independent of level, phase and polarity. And the features built on it.
#include "Base/Error.h"
#include "Engine/NoDenormals.h"
#include "Signal/Features.h"
#include "Signal/Stft.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <numeric>
#include <random>

using namespace solus;

namespace {

constexpr double pi = 3.14159265358979323846;
constexpr int bins = 60;
using Spectrum = std::vector<Complex>;

const std::vector<StftSpec> specs{{960, 240, 480, "sqrt_hann"}, {960, 120, 240, "sqrt_hann"}};

/// Spectra of a signal that is a function of the sample's number.
template <typename Signal>
std::vector<Spectrum> spectraOf(const StftSpec& spec, int frames, Signal&& signal) {
    Stft stft(spec);
    std::vector<Spectrum> spectra(static_cast<size_t>(frames), Spectrum(static_cast<size_t>(spec.bins())));
    std::vector<float> hop(static_cast<size_t>(spec.hop));
    for (int t = 0; t < frames; ++t) {
        for (int n = 0; n < spec.hop; ++n) hop[n] = static_cast<float>(signal(t * spec.hop + n));
        stft.push(hop.data(), spectra[t].data());
    }
    return spectra;
}

std::vector<Complex> advanceOf(PhaseAdvance& advance, const std::vector<const Complex*>& spectra) {
    std::vector<float> flat(2 * bins);
    advance.process(spectra, flat.data());
    std::vector<Complex> rho(bins);
    for (int k = 0; k < bins; ++k) rho[k] = {flat[k], flat[bins + k]};
    return rho;
}

Spectrum scaled(const Spectrum& spectrum, Complex factor) {
    Spectrum out = spectrum;
    for (Complex& x : out) x *= factor;
    return out;
}

} // namespace

TEST_CASE("a steady tone gives |rho| = 1 and the angle of its distance from the middle of the bin") {
    const int every = GENERATE(1, 3);
    for (const StftSpec& spec : specs)
        for (double bin : {8.0, 8.3, 21.5}) {
            const auto spectra =
                spectraOf(spec, 36, [&](int n) { return 0.3 * std::sin(2.0 * pi * bin * n / 960.0); });
            PhaseAdvance advance(spec, bins, every);
            std::vector<Complex> rho;
            for (size_t t = 0; t < spectra.size(); t += static_cast<size_t>(every))
                rho = advanceOf(advance, {spectra[t].data()});
            for (int k = static_cast<int>(bin); k <= static_cast<int>(bin + 0.99); ++k) {
                CHECK(std::abs(rho[k]) == Approx(1.0f).margin(2e-3));
                const double angle = 2.0 * pi * (bin - k) * spec.hop * every / spec.fftSize;
                CHECK(std::remainder(std::arg(rho[k]) - angle, 2.0 * pi) == Approx(0.0).margin(5e-3));
            }
        }
}

TEST_CASE("noise gives a smaller resultant than a tone, and nothing leaves the unit circle") {
    std::mt19937 random(1);
    std::normal_distribution<double> normal(0.0, 0.1);
    const auto spectra = spectraOf(specs[0], 200, [&](int) { return normal(random); });
    PhaseAdvance advance(specs[0], bins);
    Complex mean{};
    for (const Spectrum& spectrum : spectra) {
        const auto rho = advanceOf(advance, {spectrum.data()});
        for (const Complex& r : rho) REQUIRE(std::abs(r) < 1.0f + 1e-5f);
        mean += rho[30] / 200.0f;
    }
    CHECK(std::abs(mean) < 0.95f); // one channel: each value is on the unit circle, but the angles differ
}

TEST_CASE("level, a channel's phase, and its polarity change nothing; two channels that disagree shrink it") {
    std::mt19937 random(2);
    std::normal_distribution<double> normal(0.0, 0.1);
    const auto left = spectraOf(specs[0], 8, [&](int) { return normal(random); });
    const auto right = spectraOf(specs[0], 8, [&](int) { return normal(random); });
    PhaseAdvance plain(specs[0], bins), changed(specs[0], bins), mono(specs[0], bins);
    double disagreement = 0.0;
    for (size_t t = 0; t < left.size(); ++t) {
        const auto a = advanceOf(plain, {left[t].data(), right[t].data()});
        const Spectrum l = scaled(left[t], std::polar(1e-3f, 0.7f)),
                       r = scaled(right[t], Complex(-1e-3f, 0.0f));
        const auto b = advanceOf(changed, {l.data(), r.data()});
        const auto m = advanceOf(mono, {left[t].data()});
        for (int k = 0; k < bins; ++k) {
            REQUIRE(std::abs(a[k] - b[k]) < 1e-4f);
            if (t > 0) disagreement += 1.0 - std::abs(a[k]);
            if (t > 0) REQUIRE(std::abs(m[k]) == Approx(1.0f).margin(1e-4));
        }
    }
    CHECK(disagreement > 10.0);
}

TEST_CASE("silence gives 0, with denormals switched off too, and the first frame knows no past") {
    const Spectrum silence(481), sound(481, Complex(0.5f, 0.5f));
    const auto check = [&] {
        PhaseAdvance advance(specs[0], bins);
        const auto sumOf = [&](const Spectrum& spectrum) {
            double sum = 0.0;
            for (const Complex& r : advanceOf(advance, {spectrum.data()})) sum += std::abs(r);
            return sum;
        };
        CHECK(sumOf(silence) == 0.0);
        CHECK(sumOf(silence) == 0.0);
        CHECK(sumOf(sound) == 0.0);
        CHECK(sumOf(sound) == Approx(bins));
        CHECK(sumOf(silence) == 0.0);
        advance.reset();
        CHECK(sumOf(sound) == 0.0);
    };
    check();
    const NoDenormals guard; // as on the audio thread
    check();
}

TEST_CASE("erb_detail: bands, then the lowest bins, then the phase advance") {
    const FeatureSpec spec{"erb_detail", 24, 50.0, 20000.0, 1e-4f, 0, 0.0f, 20, bins};
    FeatureExtractor extractor(spec, specs[0]);
    CHECK(extractor.size() == 24 + 20 + 2 * bins);
    CHECK(extractor.needsSpectra());
    CHECK_FALSE(
        FeatureExtractor({"erb_detail", 24, 50.0, 20000.0, 1e-4f, 0, 0.0f, 20, 0}, specs[0]).needsSpectra());
    const FeatureSpec bandSpec{"log_erb", 24, 50.0, 20000.0, 1e-4f};
    FeatureExtractor bandsOnly(bandSpec, specs[0]);
    PhaseAdvance advance(specs[0], bins);
    const auto spectra =
        spectraOf(specs[0], 8, [](int n) { return 0.1 * std::sin(0.05 * n) + 0.01 * std::sin(0.7 * n); });
    for (const Spectrum& spectrum : spectra) {
        std::vector<float> power(481), features(static_cast<size_t>(extractor.size())), band(24),
            rho(2 * bins);
        for (int k = 0; k < 481; ++k) power[k] = std::norm(spectrum[k]);
        const Complex* const pointer = spectrum.data();
        extractor.process(power.data(), {&pointer, 1}, features.data());
        bandsOnly.process(power.data(), band.data());
        advance.process({&pointer, 1}, rho.data());
        for (int i = 0; i < 24; ++i) CHECK(features[i] == band[i]);
        for (int k = 0; k < 20; ++k)
            CHECK(features[24 + k] ==
                  Approx(std::log10(std::max(std::abs(spectrum[k]), 1e-4f))).margin(1e-5));
        for (int i = 0; i < 2 * bins; ++i) CHECK(features[44 + i] == rho[i]);
    }
    for (int wrong : {-1, 482}) {
        CHECK_THROWS_AS(
            FeatureExtractor({"erb_detail", 24, 50.0, 20000.0, 1e-4f, 0, 0.0f, wrong, 0}, specs[0]), Error);
        CHECK_THROWS_AS(
            FeatureExtractor({"erb_detail", 24, 50.0, 20000.0, 1e-4f, 0, 0.0f, 0, wrong}, specs[0]), Error);
    }
}
