// A differentiable sibling of PESQ: how loud are the differences that a listener hears?
#pragma once

#include "Signal/StftSpec.h"

#include <torch/torch.h>

namespace solus::train {

/// Powers P of the lowest 8 kHz in bands of half a Bark (Traunmueller 1990) become loudness (Zwicker & Fastl 1999):
///   N = (P0 / 0.5)^0.23 ((0.5 + 0.5 P / P0)^0.23 - 1),   P0: the threshold in quiet (Terhardt 1979), far below speech.
/// Differences d = N_y - N_s count from a quarter of the smaller loudness on (masking). What was added is worse than what is
/// missing, since it stands out as a sound of its own: the second sum weighs |d| by
///   h = ((P_y + c) / (P_s + c))^1.2,   0 below 3, at most 12.
/// Both are summed over bands, over 0.3 s with the sixth power (the worst moments decide) and over all with the second. The
/// structure and the weights of the two sums are those of PESQ (Rix et al. 2001, ITU-T P.862) and of its differentiable
/// relative PMSQE (Martin-Donas et al. 2018), without their alignment of time, gain and frequency response, which a denoiser
/// does not change.
class LoudnessLoss {
public:
    explicit LoudnessLoss(const StftSpec&);

    int bins() const { return static_cast<int>(bands_.size(0)); } ///< the lowest ones, which are all that it reads
    /// Powers of the lowest bins(), items x frames x bins, of any scale. Returns how far each item falls short of perfect, in
    /// points of opinion; 0 where there is no speech. Differentiable in `power`.
    torch::Tensor operator()(const torch::Tensor& speechPower, const torch::Tensor& power) const;

private:
    torch::Tensor loudness(const torch::Tensor& bandPower) const;

    torch::Tensor bands_;     ///< bins x bands: the share of a bin that lies in a band
    torch::Tensor widths_;    ///< of the bands in Bark
    torch::Tensor threshold_; ///< P0 of the bands
    int moment_;              ///< 0.3 s, in frames
};

} // namespace solus::train
