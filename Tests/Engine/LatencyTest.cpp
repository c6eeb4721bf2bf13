// The output is the input delayed by latencySamples(): exactly, at every rate.
#include "Engine/VoiceEngine.h"
#include "Support/Signals.h"
#include "Support/ToyModels.h"

#include <catch2/catch.hpp>

using namespace solus;

namespace {

const std::vector<double> rates{8000,  11025, 16000, 22050, 24000, 32000,  44056,
                                44100, 47999, 48000, 88200, 96000, 176400, 192000};

int peakOf(const std::vector<float>& x) {
    int peak = 0;
    for (int n = 0; n < static_cast<int>(x.size()); ++n)
        if (std::abs(x[n]) > std::abs(x[peak])) peak = n;
    return peak;
}

} // namespace

TEST_CASE("an impulse comes out at latencySamples()") {
    for (double rate : rates) {
        VoiceEngine engine(toy::transparentDenoiser());
        engine.prepare(rate, 1);
        const int at = 3001;
        toy::Audio in(1, std::vector<float>(static_cast<size_t>(at + engine.latencySamples() + 2000), 0.0f));
        in[0][at] = 1.0f;
        INFO(rate << " Hz");
        CHECK(peakOf(toy::run(engine, in, 333)[0]) == at + engine.latencySamples());
    }
}

TEST_CASE("latency is the window at 48 kHz and at most 3 ms more elsewhere") {
    for (double rate : rates) {
        VoiceEngine engine(toy::transparentDenoiser());
        engine.prepare(rate, 1);
        INFO(rate << " Hz: " << engine.latencySamples());
        if (rate == 48000)
            CHECK(engine.latencySamples() == 1024);
        else
            CHECK(engine.latencySamples() / rate <= 1024.0 / 48000.0 + 0.003);
    }
    VoiceEngine fast(toy::transparentDenoiser({960, 240, 480, "sqrt_hann"}));
    fast.prepare(48000, 1);
    CHECK(fast.latencySamples() == 480);
}

TEST_CASE(
    "wet and dry align within 0.05 sample: the difference to a delayed sine is only rounding and filter ripple") {
    for (double rate : rates) {
        VoiceEngine engine(toy::transparentDenoiser());
        engine.prepare(rate, 1);
        const double hz = 0.05 * rate; // low enough for every filter's passband
        const auto in = toy::sine(hz, rate, static_cast<int>(rate));
        const auto out = toy::run(engine, {in}, 512)[0];
        const size_t latency = static_cast<size_t>(engine.latencySamples());
        double sinSum = 0, cosSum = 0; // phase of the output against the delayed input
        for (size_t n = latency + in.size() / 4; n < 3 * in.size() / 4 + latency && n < out.size(); ++n) {
            const double angle = 2.0 * 3.14159265358979 * hz * static_cast<double>(n - latency) / rate;
            sinSum += out[n] * std::sin(angle);
            cosSum += out[n] * std::cos(angle);
        }
        const double samples = std::atan2(cosSum, sinSum) / (2.0 * 3.14159265358979 * hz / rate);
        INFO(rate << " Hz");
        CHECK(std::abs(samples) < 0.05);
    }
}

TEST_CASE("a transparent mask reconstructs at 48 kHz below -120 dB") {
    VoiceEngine engine(toy::transparentDenoiser());
    engine.prepare(48000, 2);
    const auto in = toy::noise(2, 40000, 5);
    const auto out = toy::run(engine, in);
    std::vector<float> error(30000);
    for (size_t n = 0; n < error.size(); ++n) error[n] = out[1][n + 1024] - in[1][n];
    CHECK(toy::levelDb(error, 0, error.size()) - toy::levelDb(in[1], 0, 30000) < -120.0);
}
