// The loss over real gains as one autograd function.
#include "Experiments/GainLoss.h"

#include <cmath>

namespace solus::train {

namespace {

using torch::Tensor;
using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

constexpr float least = 1e-4f; // keeps the slope of g^c finite at g = 0

class GainLossFunction : public torch::autograd::Function<GainLossFunction> {
public:
    static Tensor forward(AutogradContext* context, const Tensor& gains, const variable_list& bins, double c,
                          double a, double m) {
        const auto g = gains.contiguous();
        const auto u = (g + least).pow_(c);
        const auto items = g.size(0), perItem = g.numel() / items;
        auto sums = torch::zeros({2, items}), slopes = torch::empty({2, items, perItem});
        const float fc = static_cast<float>(c), fa = static_cast<float>(a), fm = static_cast<float>(m);
        for (int64_t i = 0; i < items; ++i) {
            const auto at = [&](const Tensor& x) { return x.data_ptr<float>() + i * perItem; };
            const float *gain = at(g), *power = at(u), *xc = at(bins[0]), *sc = at(bins[1]),
                        *cosine = at(bins[2]), *xp = at(bins[3]), *inPhase = at(bins[4]), *w = at(bins[5]);
            float *spectralSlope = at(slopes[0]), *errorSlope = at(slopes[1]);
            double spectral = 0.0, error = 0.0;
            for (int64_t n = 0; n < perItem; ++n) {
                const float y = power[n] * xc[n], d = y - sc[n], missing = d < 0.0f ? d : 0.0f;
                const float turned = 2.0f * fa * sc[n] * (1.0f - cosine[n]),
                            known = w[n] > 0.0f ? 1.0f : 0.0f;
                spectral += w[n] * (d * d + turned * y + fm * missing * missing);
                error += known * gain[n] * (gain[n] * xp[n] - 2.0f * inPhase[n]);
                // dy/dg = c y / g
                spectralSlope[n] =
                    w[n] * (2.0f * d + turned + 2.0f * fm * missing) * fc * y / (gain[n] + least);
                errorSlope[n] = 2.0f * known * (gain[n] * xp[n] - inPhase[n]);
            }
            sums[0][i] = spectral;
            sums[1][i] = error;
        }
        context->save_for_backward({slopes});
        context->saved_data["shape"] = gains.sizes();
        return sums;
    }

    static variable_list backward(AutogradContext* context, variable_list upstream) {
        const auto slopes = context->get_saved_variables()[0];
        const auto up = upstream[0].unsqueeze(2);
        auto gradient = slopes[0].mul_(up[0]).add_(slopes[1].mul_(up[1]));
        return {gradient.reshape(context->saved_data["shape"].toIntVector()),
                Tensor(),
                Tensor(),
                Tensor(),
                Tensor(),
                Tensor(),
                Tensor(),
                Tensor(),
                Tensor(),
                Tensor()};
    }
};

/// The same by torch's own operations: on other devices, and for the test that holds the two together.
Tensor byOperations(const Tensor& g, const GainBins& b, double c, double a, double m) {
    const auto y = (g + least).pow(c) * b.xc;
    const auto d = y - b.sc;
    const auto known = (b.weight > 0).to(torch::kFloat32);
    const auto spectral =
        b.weight * (d.square() + (2.0 * a) * y * b.sc * (1.0 - b.cosine) + m * torch::relu(-d).square());
    const auto error = known * g * (g * b.xp - 2.0 * b.inPhase);
    return torch::stack({spectral.sum({1, 2}), error.sum({1, 2})});
}

} // namespace

Tensor gainLoss(const Tensor& gains, const GainBins& bins, double c, double a, double m) {
    if (!gains.is_cpu() || gains.scalar_type() != torch::kFloat32) return byOperations(gains, bins, c, a, m);
    const variable_list constants{bins.xc, bins.sc, bins.cosine, bins.xp, bins.inPhase, bins.weight};
    return GainLossFunction::apply(gains, constants, c, a, m);
}

} // namespace solus::train
