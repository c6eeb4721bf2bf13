// What the disturbance must be whatever its constants are.
#include "Losses/DisturbanceLoss.h"

#include <catch2/catch.hpp>

using namespace solus;
using namespace solus::train;

namespace {

const StftSpec spec{960, 360, 480, "sqrt_hann"};

/// Items x frames x bins: syllables of a few formants, of about unit power.
torch::Tensor syllables(int bins, torch::ScalarType type = torch::kFloat32) {
    torch::manual_seed(5);
    const auto t = torch::arange(160, type).reshape({1, 160, 1}),
               k = torch::arange(bins, type).reshape({1, 1, bins});
    const auto envelope = torch::relu(torch::sin(0.1 * t)).square();
    const auto formants = torch::exp(-(k - 12).square() / 40) + 0.3 * torch::exp(-(k - 34).square() / 30) +
                          0.05 * torch::exp(-k / 60);
    return 0.05 * envelope * formants * torch::rand({2, 160, bins}, type);
}

double points(const DisturbanceLoss& loss, const torch::Tensor& speech, const torch::Tensor& power) {
    return loss(speech, power).mean().item<double>();
}

} // namespace

TEST_CASE("disturbance: none where nothing differs, and the same at every level") {
    const DisturbanceLoss loss(spec);
    const auto speech = syllables(loss.bins());
    CHECK(points(loss, speech, speech) < 1e-3);
    CHECK(points(loss, speech, 4.0 * speech) < 1e-3);
    const auto noisy = speech + 1e-4;
    const double lost = points(loss, speech, noisy);
    CHECK(lost > 0.1);
    CHECK(points(loss, 1e3 * speech, 1e3 * noisy) == Approx(lost).epsilon(1e-3));
    CHECK(points(loss, 1e-3 * speech, 1e-3 * noisy) == Approx(lost).epsilon(1e-3));
}

TEST_CASE("disturbance: more noise disturbs more, a colour little, and what the voice masks not at all") {
    const DisturbanceLoss loss(spec);
    const auto speech = syllables(loss.bins());
    double before = 0.0;
    for (const double power : {1e-6, 1e-5, 1e-4, 1e-3}) {
        const double lost = points(loss, speech, speech + power);
        CHECK(lost > before);
        before = lost;
    }
    const auto colour = torch::linspace(0.5, 2.0, loss.bins()).reshape({1, 1, -1});
    CHECK(points(loss, speech, colour * speech) < 0.3 * points(loss, speech, speech + 1e-4));
    const auto flutter = 1.0 + 0.02 * torch::rand_like(speech);
    CHECK(points(loss, speech, flutter * speech) < 0.02);
}

TEST_CASE("disturbance: its gradient is the slope, also at silence") {
    const DisturbanceLoss loss(spec);
    const auto speech = syllables(loss.bins(), torch::kFloat64);
    torch::manual_seed(6);
    auto power = (speech * 0.6 + 2e-4 * torch::rand_like(speech)).requires_grad_(true);
    loss(speech, power).sum().backward();
    const auto direction = 1e-5 * torch::randn_like(speech);
    {
        torch::NoGradGuard noGrad;
        const double step = 1e-3;
        const double slope =
            ((loss(speech, power + step * direction) - loss(speech, power - step * direction)).sum() /
             (2.0 * step))
                .item<double>();
        CHECK(std::abs(slope) > 1e-6);
        CHECK((power.grad() * direction).sum().item<double>() == Approx(slope).epsilon(1e-2));
    }
    for (const auto& of : {speech, torch::zeros_like(speech)}) {
        auto silent = torch::zeros_like(speech).requires_grad_(true);
        loss(of, silent).sum().backward();
        CHECK(torch::isfinite(silent.grad()).all().item<bool>());
    }
}
