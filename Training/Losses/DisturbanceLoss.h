// A differentiable variant of PESQ: how disturbing a listener finds what the output has too much or too little of.
#pragma once

#include "Signal/StftSpec.h"

#include <torch/torch.h>

namespace solus::train {

/// The perceptual model of ITU-T P.862 on the network's frames. S and Y are the powers of speech and output in 24 bands of
/// equal width in Bark up to 8 kHz, each signal at the same level, averaged over about 35 ms:
///   S' = e S       e: the output's mean spectrum over the speech's, since a listener forgives a colour
///   Y' = g Y       g: the level of each frame of S' over that of Y, within -35 ... 7 dB, since he forgives slow gains
///   L(P) = l (P0 / 0.5)^c ((0.5 + 0.5 P / P0)^c - 1)        loudness (Zwicker); P0: threshold in quiet
///   d = max(|L(Y') - L(S')| - min(L(Y'), L(S')) / 4, 0)     what is masked is not heard
///   D = |w|_1^(1/2) |w d|_2        A = |w d h|_1,  h = ((Y' + 50) / (S' + 50))^1.2 if that is 3 or more, 12 at most, else 0
/// w: width in Bark. D and A are averaged over time with emphasis on the worst moments of each third of a second;
/// points = 0.1 D + 0.04 A. Differs from P.862 in its frames, bands and level, has no time alignment, and weighs A slightly
/// more; Training/Losses/DisturbanceLoss.cpp says how well it follows the measure.
class DisturbanceLoss {
public:
    explicit DisturbanceLoss(const StftSpec&);

    int bins() const {
        return static_cast<int>(bands_.size(0));
    } ///< the lowest ones, the only ones that it reads
    /// Powers of the lowest bins(), items x frames x bins. Returns the points that each item loses, 0 if output and speech
    /// are the same; meaningless for items without speech. Differentiable in `power`.
    torch::Tensor operator()(const torch::Tensor& speechPower, const torch::Tensor& power) const;

private:
    torch::Tensor heard(const torch::Tensor& power,
                        const torch::Tensor& unit) const;  ///< in bands, at P.862's level
    torch::Tensor level(const torch::Tensor& power) const; ///< mean power from 325 to 3250 Hz, items x 1 x 1
    torch::Tensor loudness(const torch::Tensor& bands) const;
    torch::Tensor audible(const torch::Tensor& bands,
                          double factor) const; ///< power above the threshold, items x frames
    torch::Tensor overTime(const torch::Tensor& disturbance) const;

    torch::Tensor bands_;                        ///< bins x bands
    torch::Tensor width_, threshold_, exponent_; ///< of each band
    int firstVoiceBin_, voiceBins_;              ///< 325 to 3250 Hz
    int average_, step_, moment_, momentStep_;   ///< frames
};

} // namespace solus::train
