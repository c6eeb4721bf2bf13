// What a log-spectral distance must be whatever its floor is.
#include "Losses/LogSpectrumLoss.h"

#include <catch2/catch.hpp>
#include <cmath>

using namespace solus::train;

namespace {

/// Items x frames x bins, of about unit power, every second block of ten frames silent.
torch::Tensor words(torch::ScalarType type = torch::kFloat32) {
    torch::manual_seed(3);
    auto power = 0.1 + torch::rand({2, 80, 65}, type);
    const auto pause = (torch::arange(80).floor_divide(10).remainder(2) == 1).reshape({1, 80, 1});
    return power * torch::logical_not(pause);
}

double distance(const torch::Tensor& speech, const torch::Tensor& power) {
    return logSpectrumLoss(speech, power, torch::ones_like(speech)).mean().item<double>();
}

} // namespace

TEST_CASE("log spectrum: the distance in dB, none where nothing differs, the same at every level") {
    const auto speech = 0.1 + torch::rand({2, 80, 65});
    CHECK(distance(speech, speech) < 1e-6);
    CHECK(distance(speech, 4.0 * speech) == Approx(10.0 * std::log10(4.0)).margin(0.11));
    CHECK(distance(speech, 0.25 * speech) == Approx(10.0 * std::log10(4.0)).margin(0.11));
    const auto noisy = words() + 1e-3;
    CHECK(distance(1e3 * words(), 1e3 * noisy) == Approx(distance(words(), noisy)).epsilon(1e-4));
}

TEST_CASE(
    "log spectrum: noise in a pause costs far more than under the voice, and every 10 dB less of it helps") {
    const auto speech = words();
    double before = distance(speech, speech + 1e-1);
    for (const double noise : {1e-2, 1e-3, 1e-4, 1e-5, 1e-6}) {
        const double now = distance(speech, speech + noise);
        CHECK(now < before - 2.0); // 10 dB in half of the frames
        before = now;
    }
    CHECK(distance(speech, speech + 1e-9) < 0.2); // below the floor
    CHECK(distance(speech + 0.1, speech + 0.1 + 1e-3) < 0.05);
}

TEST_CASE("log spectrum: unknown bins and frames do not count") {
    const auto speech = words();
    auto weight = torch::ones_like(speech), output = speech.clone();
    weight.narrow(2, 40, 25).zero_();
    weight.narrow(1, 70, 10).zero_();
    const double before = logSpectrumLoss(speech, output + 1e-3, weight).mean().item<double>();
    output.narrow(2, 40, 25) += 5.0;
    output.narrow(1, 70, 10) += 5.0;
    CHECK(logSpectrumLoss(speech, output + 1e-3, weight).mean().item<double>() == Approx(before));
    CHECK(logSpectrumLoss(speech, output, torch::zeros_like(weight)).abs().max().item<double>() == 0.0);
}

TEST_CASE("log spectrum: its gradient is the slope, also at silence") {
    const auto speech = words(torch::kFloat64), weight = torch::ones_like(speech);
    torch::manual_seed(4);
    auto power = (0.5 * speech + 1e-4 * torch::rand_like(speech)).requires_grad_(true);
    logSpectrumLoss(speech, power, weight).sum().backward();
    {
        torch::NoGradGuard noGrad;
        const auto direction = 1e-3 * power * torch::rand_like(speech); // powers stay positive
        const auto at = [&](double step) {
            return logSpectrumLoss(speech, power + step * direction, weight).sum();
        };
        const double slope = ((at(1.0) - at(-1.0)) / 2.0).item<double>();
        CHECK(std::abs(slope) > 1e-5);
        CHECK((power.grad() * direction).sum().item<double>() == Approx(slope).epsilon(1e-3));
    }
    for (const auto& of : {speech, torch::zeros_like(speech)}) {
        auto silent = torch::zeros_like(speech).requires_grad_(true);
        logSpectrumLoss(of, silent, weight).sum().backward();
        CHECK(torch::isfinite(silent.grad()).all().item<bool>());
    }
}
