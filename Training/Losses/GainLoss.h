// The flagship's loss for bins whose mask is a real gain: value and gradient in one pass, since these are nine tenths of
// all bins.
#pragma once

#include <torch/torch.h>

namespace solus::train {

/// What can be computed for the bins before the gain is known; items x frames x bins each, on any device.
struct GainBins {
    torch::Tensor xc, sc;      ///< |X|^c and |S|^c
    torch::Tensor cosine;      ///< of the angle between X and S
    torch::Tensor xp, inPhase; ///< |X|^2 and Re(X conj S)
    torch::Tensor weight;      ///< 0 where the target is unknown
};

/// With u = g^c, for each item the sums over its bins of
///   spectral: w [ (u |X|^c - |S|^c)^2 + 2 a u |X|^c |S|^c (1 - cos) + m max(|S|^c - u |X|^c, 0)^2 ]
///             ( = w [ (1 - a) (|Y|^c - |S|^c)^2 + a |Y^c - S^c|^2 + m ... ] for Y = g X )
///   error:    g^2 |X|^2 - 2 g Re(X conj S)  where w > 0   ( = |Y - S|^2 - |S|^2 )
/// Returns 2 x items. Differentiable in `gains` alone.
torch::Tensor gainLoss(const torch::Tensor& gains, const GainBins&, double c, double a, double m);

} // namespace solus::train
