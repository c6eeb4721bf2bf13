// The variance of the reduction in noise alone.
#include "Losses/SteadinessLoss.h"

namespace solus::train {

torch::Tensor steadinessLoss(const torch::Tensor& in, const torch::Tensor& out, int framesPerBlock,
                             int skip) {
    const auto blocks = (in.size(1) - skip) / framesPerBlock;
    if (blocks < 2) return torch::zeros({}, in.options());
    const auto powers = [&](const torch::Tensor& frames) {
        return frames.narrow(1, skip, blocks * framesPerBlock)
            .reshape({in.size(0), blocks, framesPerBlock})
            .mean(2);
    };
    const auto x = powers(in), y = powers(out);
    const auto weight = (x > 0.01 * x.mean(1, true)).to(x.scalar_type());
    const auto d = 10.0 * torch::log10((y + 1e-4 * x + 1e-9) / (x + 1e-9));
    const auto count = weight.sum(1, true).clamp_min(1.0);
    const auto mean = (weight * d).sum(1, true) / count;
    return (weight * (d - mean).square() / count).sum(1).mean();
}

} // namespace solus::train
