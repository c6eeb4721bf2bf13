// PESQ's disturbances on our frames, in LibTorch.
#include "Experiments/LoudnessLoss.h"

#include <algorithm>
#include <cmath>

namespace solus::train {

namespace {

constexpr double highestHz = 8000.0, bandBark = 0.5;
constexpr double speechPowerUnits = 1e7;   // the mean power of the frames with speech, in the units of the constants below
constexpr double quietest = 60.0;          // P0 where hearing is best
constexpr double exponent = 0.23, loudnessScale = 0.187;
constexpr double asymmetryFloor = 50.0, asymmetryPower = 1.2, leastAsymmetry = 3.0, mostAsymmetry = 12.0;
constexpr double added = 0.0309, both = 0.1, mostDisturbance = 45.0;

double barkOf(double hz) {
    return 26.81 * hz / (1960.0 + hz) - 0.53;
}

double hzOf(double bark) {
    return 1960.0 * (bark + 0.53) / (26.28 - bark);
}

/// dB above where hearing is best.
double thresholdInQuiet(double hz) {
    const double kHz = std::max(hz, 50.0) / 1000.0;
    return 3.64 * std::pow(kHz, -0.8) - 6.5 * std::exp(-0.6 * (kHz - 3.3) * (kHz - 3.3)) + 1e-3 * std::pow(kHz, 4.0) + 4.98;
}

/// (mean over moments (mean within x^6)^(2/6))^(1/2) of items x frames.
torch::Tensor overTime(const torch::Tensor& x, int moment) {
    const auto length = std::min<std::int64_t>(moment, x.size(1));
    const auto worst = (x + 1e-6).pow(6.0).unfold(1, length, std::max<std::int64_t>(1, length / 2)).mean(2);
    return (worst.pow(1.0 / 3.0).mean(1)).sqrt();
}

} // namespace

LoudnessLoss::LoudnessLoss(const StftSpec& spec) : moment_(std::max(1, static_cast<int>(0.3 * 48000.0 / spec.hop))) {
    const double binHz = 48000.0 / spec.fftSize;
    const auto count = static_cast<int>((barkOf(highestHz) - barkOf(0.0)) / bandBark);
    bands_ = torch::zeros({std::min(spec.bins(), static_cast<int>(highestHz / binHz)), count});
    widths_ = torch::full({count}, bandBark);
    threshold_ = torch::empty({count});
    for (int b = 0; b < count; ++b) {
        const double bark = barkOf(0.0) + bandBark * b, low = hzOf(bark), high = hzOf(bark + bandBark);
        for (int k = 0; k < bands_.size(0); ++k) {
            const double from = (k - 0.5) * binHz, to = (k + 0.5) * binHz;
            const double share = (std::min(to, high) - std::max(from, low)) / binHz;
            if (share > 0.0) bands_[k][b] = share;
        }
        threshold_[b] = quietest * std::pow(10.0, thresholdInQuiet(0.5 * (low + high)) / 10.0);
    }
}

torch::Tensor LoudnessLoss::loudness(const torch::Tensor& bandPower) const {
    const auto p0 = threshold_.to(bandPower.options());
    return torch::relu(loudnessScale * (p0 / 0.5).pow(exponent) * ((0.5 + 0.5 * bandPower / p0).pow(exponent) - 1.0));
}

torch::Tensor LoudnessLoss::operator()(const torch::Tensor& speechPower, const torch::Tensor& power) const {
    // Frames within 40 dB of the loudest hold speech; their mean power becomes the unit.
    const auto total = speechPower.sum(2);
    const auto active = (total > 1e-4 * std::get<0>(total.max(1, true))).to(total.options()) * (total > 1e-6);
    const auto unit = (total * active).sum(1) / active.sum(1).clamp_min(1.0);
    const auto hasSpeech = (unit > 1e-6).to(total.options());
    const auto scale = (speechPowerUnits / unit.clamp_min(1e-6)).reshape({-1, 1, 1});
    const auto bands = bands_.to(power.options()), widths = widths_.to(power.options());
    const auto s = scale * speechPower.matmul(bands), y = scale * power.matmul(bands);
    const auto ns = loudness(s), ny = loudness(y);

    const auto difference = ny - ns;
    const auto d = torch::relu(difference.abs() - 0.25 * torch::minimum(ny, ns));
    const auto h = ((y + asymmetryFloor) / (s + asymmetryFloor)).pow(asymmetryPower);
    const auto weight = torch::where(h < leastAsymmetry, torch::zeros_like(h), h.clamp_max(mostAsymmetry));
    const auto width = widths.sum();
    const auto quiet = ((s.sum(2) + 1e5) / 1e7).pow(0.04);
    const auto all = (width * ((widths * d).square().sum(2) / width + 1e-9).sqrt() / quiet).clamp_max(mostDisturbance);
    const auto more = ((widths * d * weight).sum(2) / quiet).clamp_max(mostDisturbance);
    return hasSpeech * (both * overTime(all, moment_) + added * overTime(more, moment_));
}

} // namespace solus::train
