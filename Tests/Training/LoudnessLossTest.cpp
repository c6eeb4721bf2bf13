// What the loudness loss must be whatever its constants are.
#include "Experiments/LoudnessLoss.h"

#include <catch2/catch.hpp>

using namespace solus;
using namespace solus::train;

namespace {

const StftSpec spec{960, 360, 480, "sqrt_hann"};

/// Items x frames x bins: syllables of a few formants, of about unit power.
torch::Tensor speechPower(int bins, torch::ScalarType type = torch::kFloat32) {
    torch::manual_seed(5);
    const auto t = torch::arange(80, type).reshape({1, 80, 1}), k = torch::arange(bins, type).reshape({1, 1, bins});
    const auto syllables = torch::relu(torch::sin(0.2 * t)).square();
    const auto formants = torch::exp(-(k - 12).square() / 40) + 0.3 * torch::exp(-(k - 34).square() / 30) + 0.05 * torch::exp(-k / 60);
    return 0.05 * syllables * formants * torch::rand({2, 80, bins}, type);
}

double pointsLost(const LoudnessLoss& loss, const torch::Tensor& speech, const torch::Tensor& power) {
    return loss(speech, power).mean().item<double>();
}

} // namespace

TEST_CASE("loudness loss: nothing is lost where nothing differs, at any level, nor where there is no speech") {
    const LoudnessLoss loss(spec);
    const auto speech = speechPower(loss.bins());
    CHECK(pointsLost(loss, speech, speech) < 1e-3);
    const auto noisy = speech + 1e-4;
    const double lost = pointsLost(loss, speech, noisy);
    CHECK(lost > 0.1);
    CHECK(pointsLost(loss, 1e3 * speech, 1e3 * noisy) == Approx(lost).epsilon(1e-3));
    CHECK(pointsLost(loss, 1e-3 * speech, 1e-3 * noisy) == Approx(lost).epsilon(1e-3));
    CHECK(pointsLost(loss, 0.0 * speech, noisy) == 0.0);
}

TEST_CASE("loudness loss: more noise loses more, and what is added more than what is missing by as much") {
    const LoudnessLoss loss(spec);
    const auto speech = speechPower(loss.bins());
    double before = 0.0;
    for (const double power : {1e-6, 1e-5, 1e-4, 1e-3}) {
        const double lost = pointsLost(loss, speech, speech + power);
        CHECK(lost > before);
        before = lost;
    }
    CHECK(pointsLost(loss, speech, 8.0 * speech) > pointsLost(loss, speech, speech / 8.0));
    // Far below the voice in the same band nothing is heard.
    CHECK(pointsLost(loss, speech, 1.02 * speech) < 0.02);
}

TEST_CASE("loudness loss: its gradient is the slope") {
    const LoudnessLoss loss(spec);
    const auto speech = speechPower(loss.bins(), torch::kFloat64);
    torch::manual_seed(6);
    auto power = (speech * 0.6 + 2e-4 * torch::rand_like(speech)).requires_grad_(true);
    loss(speech, power).sum().backward();
    const auto direction = torch::randn_like(speech) * 1e-5;
    torch::NoGradGuard noGrad;
    const double step = 1e-2;
    const double slope = ((loss(speech, power + step * direction) - loss(speech, power - step * direction)).sum() / (2.0 * step)).item<double>();
    const double predicted = (power.grad() * direction).sum().item<double>();
    CHECK(std::abs(slope) > 1e-6);
    CHECK(predicted == Approx(slope).epsilon(1e-3));
}
