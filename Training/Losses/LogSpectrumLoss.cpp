// The log-spectral distance in LibTorch.
#include "Losses/LogSpectrumLoss.h"

#include <cmath>

namespace solus::train {

namespace {

constexpr double floorPower = 1e-7, leastFloor = 1e-9;
constexpr double smallest = 1e-2; // dB^2: keeps the slope of the root finite where nothing differs

} // namespace

torch::Tensor logSpectrumLoss(const torch::Tensor& speechPower, const torch::Tensor& power,
                              const torch::Tensor& weight) {
    const auto known = (weight > 0).to(speechPower.scalar_type());
    const auto floor = (floorPower * (known * speechPower).amax({1, 2}, true)).clamp_min(leastFloor);
    const auto d = (10.0 / std::log(10.0)) * ((power + floor) / (speechPower + floor)).log();
    const auto share = weight.sum(2);
    const auto square = (weight * d.square()).sum(2) / share.clamp_min(1e-6);
    const auto frames = (share > 0).to(speechPower.scalar_type());
    return (frames * ((square + smallest).sqrt() - std::sqrt(smallest))).sum(1) /
           frames.sum(1).clamp_min(1.0);
}

} // namespace solus::train
