// The loss over real gains as one autograd function.
#include "Losses/GainLoss.h"

#include "Core/EachProcessor.h"

#include <algorithm>
#include <cmath>

namespace solus::train {

namespace {

using torch::Tensor;
using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

constexpr float least = 1e-4f; // keeps the slope of g^c finite at g = 0

/// One item's sums and slopes; every n-th partial sum separately, for the compiler to keep in one register.
struct GainItem {
    const float *gain, *power, *xc, *sc, *cosine, *xp, *inPhase, *weight;
    float *spectralSlope, *errorSlope;
};
constexpr int lanes = 16;

SOLUS_FOR_EACH_PROCESSOR
void gainItem(const GainItem& b, int64_t count, float c, float a, float m, double* spectralSum,
              double* errorSum) {
    double spectral = 0.0, error = 0.0;
    for (int64_t begin = 0; begin < count;
         begin += 4096) { // in chunks: sums of few floats are accurate enough
        float s[lanes] = {}, e[lanes] = {};
        const int64_t end = std::min(count, begin + 4096);
        for (int64_t n = begin; n < end; n += lanes) {
            const int here = static_cast<int>(std::min<int64_t>(lanes, end - n));
            const auto one = [&](int l) {
                const int64_t i = n + l;
                const float y = b.power[i] * b.xc[i], d = y - b.sc[i], missing = std::min(d, 0.0f),
                            g = b.gain[i];
                const float turned = 2.0f * a * b.sc[i] * (1.0f - b.cosine[i]), w = b.weight[i],
                            known = w > 0.0f ? 1.0f : 0.0f;
                s[l] += w * (d * d + turned * y + m * missing * missing);
                e[l] += known * g * (g * b.xp[i] - 2.0f * b.inPhase[i]);
                // dy/dg = c y / g
                b.spectralSlope[i] = w * (2.0f * d + turned + 2.0f * m * missing) * c * y / (g + least);
                b.errorSlope[i] = 2.0f * known * (g * b.xp[i] - b.inPhase[i]);
            };
            if (here == lanes)
                for (int l = 0; l < lanes; ++l) one(l);
            else
                for (int l = 0; l < here; ++l) one(l);
        }
        for (int l = 0; l < lanes; ++l) spectral += s[l], error += e[l];
    }
    *spectralSum = spectral;
    *errorSum = error;
}

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
            double spectral = 0.0, error = 0.0;
            gainItem({at(g), at(u), at(bins[0]), at(bins[1]), at(bins[2]), at(bins[3]), at(bins[4]),
                      at(bins[5]), at(slopes[0]), at(slopes[1])},
                     perItem, fc, fa, fm, &spectral, &error);
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

/// The same with torch's own operations: for other devices, and for the test that compares the two.
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
