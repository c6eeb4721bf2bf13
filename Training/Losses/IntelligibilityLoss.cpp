// ESTOI's comparison of envelopes in LibTorch.
#include "Losses/IntelligibilityLoss.h"

#include "Base/EngineRate.h"
#include <cmath>

namespace solus::train {

namespace {

constexpr int bandCount = 15;
constexpr double leastPower = 1e-6; // power; keeps the slope of the square root finite

/// (x - mean) / |x - mean| along `dimension`.
torch::Tensor normalised(const torch::Tensor& x, int dimension) {
    const auto centred = x - x.mean(dimension, true);
    return centred / (centred.square().sum(dimension, true) + leastPower).sqrt();
}

} // namespace

IntelligibilityLoss::IntelligibilityLoss(const StftSpec& spec)
    : frames_(std::max(4, static_cast<int>(std::lround(0.384 * engineHz / spec.hop)))),
      step_(std::max(1, frames_ / 4)) {
    // Band j reaches from 150 2^((2 j - 1) / 6) to 150 2^((2 j + 1) / 6) Hz.
    const auto binOf = [&](double hz) { return static_cast<int>(std::lround(hz * spec.fftSize / engineHz)); };
    const auto edge = [&](int j) { return binOf(150.0 * std::pow(2.0, (2.0 * j - 1.0) / 6.0)); };
    bands_ = torch::zeros({edge(bandCount), bandCount});
    for (int j = 0; j < bandCount; ++j)
        for (int k = edge(j); k < std::max(edge(j + 1), edge(j) + 1) && k < bands_.size(0); ++k)
            bands_[k][j] = 1.0f;
}

torch::Tensor IntelligibilityLoss::segmentsOf(const torch::Tensor& power) const {
    const auto envelopes = (power.matmul(bands_.to(power.device())) + leastPower).sqrt();
    return envelopes.transpose(1, 2).unfold(2, frames_, step_);
}

torch::Tensor IntelligibilityLoss::operator()(const torch::Tensor& speechPower,
                                              const torch::Tensor& power) const {
    if (power.size(1) < frames_) return torch::zeros({power.size(0)}, power.options());
    const auto clean = segmentsOf(speechPower), heard = segmentsOf(power);
    const auto likeness =
        (normalised(normalised(clean, 3), 1) * normalised(normalised(heard, 3), 1)).sum(1).mean(2);
    // Segments within 40 dB of unit power hold speech.
    const auto speech = (clean.square().mean({1, 3}) > 1e-3).to(torch::kFloat32);
    return (speech * likeness).sum(1) / speech.sum(1).clamp_min(1.0);
}

} // namespace solus::train
