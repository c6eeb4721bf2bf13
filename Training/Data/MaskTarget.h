// Turns a mixture into the training example of a mask network: features, the ideal binary mask, and where it is known.
#pragma once

#include "Data/Mixer.h"
#include "Signal/Features.h"
#include "Signal/Fft.h"
#include "Signal/StftSpec.h"

#include <vector>

namespace solus::train {

struct MaskExample {
    int frames = 0, features = 0, bins = 0;
    std::vector<float> input;           ///< frames x features
    std::vector<float> target;          ///< frames x bins: 1 where |S| > |N|
    std::vector<float> weight;          ///< frames x bins: 0 where the recording does not show the target
    std::vector<float> emphasis;        ///< frames x bins
    std::vector<Complex> speech, noisy; ///< frames x bins
};

/// The weight is knownBins() of Data/Spectra.h.
/// `emphasis` says how much a bin matters to the ear and to the waveform, with mean 1 over the known ones:
///   e_tk ~ (dERB/dk)^(1/2) max(|S|, |N|)^loudness
/// Without it five sixths of the loss lies above 4 kHz, where there is little to hear.
/// Uses solus::Stft and solus::FeatureExtractor, so that the live input equals the input in training.
MaskExample makeMaskExample(const Mixture&, const StftSpec&, const FeatureSpec&, double loudness = 0.5);

} // namespace solus::train
