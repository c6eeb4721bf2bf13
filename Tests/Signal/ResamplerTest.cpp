// The resampler: exact timing of every output, flat passband, no aliasing.
#include "Signal/Resampler.h"
#include "Base/Error.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <numbers>
#include <random>

using namespace solus;

namespace {

std::vector<float> resample(Resampler& r, const std::vector<float>& in) {
    std::vector<float> out(static_cast<size_t>(r.maxOutput(static_cast<int>(in.size()))));
    out.resize(static_cast<size_t>(r.process(in.data(), static_cast<int>(in.size()), out.data())));
    return out;
}

std::vector<float> sine(double hz, int rate, int count) {
    std::vector<float> x(static_cast<size_t>(count));
    for (int n = 0; n < count; ++n)
        x[n] = static_cast<float>(std::sin(2.0 * std::numbers::pi * hz * n / rate));
    return x;
}

double levelDb(const std::vector<float>& x) { // of the middle, past both transients
    double sum = 0.0;
    const size_t from = x.size() / 4, to = 3 * x.size() / 4;
    for (size_t n = from; n < to; ++n) sum += x[n] * x[n];
    return 10.0 * std::log10(2.0 * sum / static_cast<double>(to - from) + 1e-30);
}

const std::vector<int> hostRates{8000, 11025, 16000, 22050, 32000, 44056, 44100, 47999, 88200, 96000, 192000};

} // namespace

TEST_CASE("a sine in the passband comes out at the exact time, both ways") {
    for (int host : hostRates)
        for (bool down : {false, true}) {
            const int in = down ? host : 48000, out = down ? 48000 : host;
            const double hz = 0.3 * std::min(in, out);
            Resampler r(in, out);
            const auto y = resample(r, sine(hz, in, in / 4));
            double error = 0.0;
            for (size_t k = y.size() / 4; k < 3 * y.size() / 4; ++k)
                error = std::max(error, std::abs(y[k] - std::sin(2.0 * std::numbers::pi * hz * k / out)));
            INFO(in << " -> " << out << ", " << hz << " Hz");
            // At 8 kHz a filter of 1.4 ms has only 11 taps per side.
            CHECK(20.0 * std::log10(error) < (host < 12000 ? -40.0 : host < 24000 ? -60.0 : -80.0));
        }
}

TEST_CASE("the stop band: what lies beyond the lower Nyquist frequency does not come back") {
    for (int host : hostRates) {
        if (host >= 47999 && host < 48001) continue;
        const int in = std::max(host, 48000), out = std::min(host, 48000);
        if (in == out) continue;
        Resampler r(in, out);
        for (double relative : {0.62, 0.75, 0.9}) { // of the lower rate
            const double hz = relative * out;
            if (hz > 0.49 * in) continue;
            INFO(in << " -> " << out << ", " << hz << " Hz");
            r.reset();
            CHECK(levelDb(resample(r, sine(hz, in, in / 4))) < (out < 12000   ? -40.0
                                                                : out < 24000 ? -60.0
                                                                              : -85.0));
        }
    }
}

TEST_CASE("44.1 kHz keeps 19 kHz within 0.1 dB and a constant exactly") {
    Resampler r(44100, 48000);
    CHECK(std::abs(levelDb(resample(r, sine(19000, 44100, 20000)))) < 0.1);
    r.reset();
    const auto y = resample(r, std::vector<float>(2000, 1.0f));
    CHECK(y[1000] == Approx(1.0f).margin(1e-5));
}

TEST_CASE("any way of cutting the input gives the same bits") {
    std::mt19937 random(3);
    std::uniform_real_distribution<float> uniform(-1.0f, 1.0f);
    for (int host : hostRates) {
        Resampler whole(host, 48000), cut(host, 48000);
        std::vector<float> in(9000);
        for (float& x : in) x = uniform(random);
        const auto expected = resample(whole, in);
        std::vector<float> got, block(static_cast<size_t>(cut.maxOutput(512)));
        for (size_t at = 0; at < in.size();) {
            const int count =
                std::min<int>(static_cast<int>(random() % 512), static_cast<int>(in.size() - at));
            const int written = cut.process(in.data() + at, count, block.data());
            REQUIRE(written <= cut.maxOutput(count));
            got.insert(got.end(), block.begin(), block.begin() + written);
            at += count;
        }
        CHECK(got == expected);
    }
}

TEST_CASE("outputs come as early as lookahead() promises") {
    for (int host : hostRates) {
        Resampler r(host, 48000);
        std::vector<float> out(64);
        long produced = 0;
        for (long n = 0; n < 3000; ++n) {
            const float x = 0.0f;
            produced += r.process(&x, 1, out.data());
            // output k is available once input floor(k * in / out) + lookahead has arrived
            const long due = n < r.lookahead() ? 0 : ((n - r.lookahead() + 1) * 48000L - 1) / host + 1;
            REQUIRE(produced == due);
        }
    }
}

TEST_CASE("absurd rates are refused") {
    CHECK_THROWS_AS(Resampler(0, 48000), Error);
    CHECK_THROWS_AS(Resampler(48000, 10000000), Error);
}
