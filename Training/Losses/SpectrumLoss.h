// The flagship's loss: between the spectrum of the output and that of the speech, compressed as by the ear.
#pragma once

#include "Data/SpectrumExample.h"
#include "Losses/DisturbanceLoss.h"
#include "Losses/IntelligibilityLoss.h"
#include "Nets/MaskOutput.h"

#include <torch/torch.h>
#include <vector>

namespace solus::train {

struct LossWeights {
    double power = 0.3;        ///< c, the compression
    double complex = 0.3;      ///< share of the term that includes the phase; the rest is for the magnitude
    double missing = 0.5;      ///< extra cost of missing magnitude: over-suppression is worse than noise
    double waveform = 0.01;    ///< weight of the signal-to-error ratio, per dB
    double steadiness = 0.004; ///< weight of pumping in noise alone, per dB^2
    double intelligibility = 0.3; ///< weight of the correlation of envelopes
    double disturbance = 0.0;     ///< weight of what a listener is disturbed by, per point
    double logSpectrum = 0.0;     ///< weight of the log-spectral distance, per dB
};

/// Where a model's gains and filter apply.
struct MaskShape {
    StftSpec stft;
    int bands = 32, filterBins = 60, taps = 2;
    double lowHz = 100.0, highHz = 20000.0;
    int detailBins = 0; ///< the lowest bins, whose individual gains come before those of the bands
    int lookAhead = 0;  ///< frames that the network hears beyond the one that its mask is for
    int every = 1;      ///< frames for which a mask holds
};

/// Examples as tensors, and how the mask is applied (Source/Denoise, in LibTorch):
///   Y_k = g_k (X_k + sum_l F_lk e^{2 pi i k hop l / N} X_k[t - l])   for k < filterBins,   Y_k = g_k X_k
///   above.
class SpectrumLoss {
public:
    SpectrumLoss(const MaskShape&, const LossWeights&);

    /// The tensors of one batch on the CPU, in the order that operator() expects after the features: features first, then
    /// real and imaginary parts, powers and weights.
    std::vector<torch::Tensor> pack(const std::vector<SpectrumExample>&) const;

    /// Scalar loss of the network's output against a batch made by pack():
    ///   L = mean w [ (1 - a) (|Y|^c - |S|^c)^2 + a |Y^c - S^c|^2 + m max(|S|^c - |Y|^c, 0)^2 ]
    ///       - v 10 log10( sum |S|^2 / (sum |S - Y|^2 + 0.001 sum |S|^2) )
    ///       - i IntelligibilityLoss(|S|^2, |Y|^2) + d DisturbanceLoss(|S|^2, |Y|^2)
    ///       + l logSpectrumLoss(|S|^2, |Y|^2, w),
    /// and on examples of noise alone + s steadinessLoss,
    /// where X^c keeps the phase: X |X|^(c-1). (Braun & Tashev 2021, "A consolidated view of loss functions
    /// for supervised deep learning-based speech enhancement".)
    torch::Tensor operator()(const MaskOutput&, const std::vector<torch::Tensor>& batch) const;

    /// Y of one example, frames x bins, still scaled.
    std::vector<Complex> apply(const MaskOutput&, const SpectrumExample&) const;

    const MaskShape& shape() const { return shape_; }

private:
    struct LowBand {
        torch::Tensor re, im;
    };
    /// With one mask for each frame.
    MaskOutput held(const MaskOutput&) const;
    LowBand filtered(const MaskOutput&, const torch::Tensor& gains, const torch::Tensor& re,
                     const torch::Tensor& im) const;

    MaskShape shape_;
    LossWeights weights_;
    IntelligibilityLoss intelligibility_;
    DisturbanceLoss disturbance_;
    torch::Tensor expand_;                  ///< (detailBins + bands) x bins
    torch::Tensor rotationRe_, rotationIm_; ///< taps x filterBins
};

} // namespace solus::train
