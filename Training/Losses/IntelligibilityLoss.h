// A differentiable variant of ESTOI: how well the envelopes of the speech survive.
#pragma once

#include "Signal/StftSpec.h"

#include <torch/torch.h>

namespace solus::train {

/// Extended short-time objective intelligibility (Jensen & Taal 2016) on the network's frames: 15 third-octave bands from
/// 150 Hz, segments of 384 ms. In each segment the rows, then the columns have their mean removed and are scaled to
/// length 1; the columns of the two spectrograms are compared by their inner product. Differs from the measure
/// (Source/Measure) in its frames, and in leaving out segments without speech instead of frames.
class IntelligibilityLoss {
public:
    explicit IntelligibilityLoss(const StftSpec&);

    int bins() const {
        return static_cast<int>(bands_.size(0));
    } ///< the lowest ones, the only ones that it reads
    /// Powers of the lowest bins(), items x frames x bins, scaled as in a SpectrumExample. Returns the mean correlation,
    /// -1 ... 1, of each item that has speech, and 0 for the others and if there is no whole segment. Differentiable in
    /// both.
    torch::Tensor operator()(const torch::Tensor& speechPower, const torch::Tensor& power) const;

private:
    torch::Tensor segmentsOf(const torch::Tensor& power) const; ///< items x bands x segments x frames
    torch::Tensor bands_; ///< bins x bands: 1 where a bin lies in a band
    int frames_, step_;   ///< of a segment, between segments
};

} // namespace solus::train
