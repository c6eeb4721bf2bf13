// From a mixture to what the mask network learns: features, the ideal binary mask, and where it is known.
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
    std::vector<float> weight;          ///< frames x bins: 0 where the recording cannot tell
    std::vector<float> emphasis;        ///< frames x bins
    std::vector<Complex> speech, noisy; ///< frames x bins
};

/// The weight is 0
///  - above the bandwidth of the speech in frames where there is speech (its power within 45 dB of the
///  loudest frame):
///    the voice had something there, the recording lost it, and a network must not learn to delete it;
///  - where neither speech nor noise has anything.
/// In frames without speech the target is 0 up to the top, and counts.
/// `emphasis` says how much a bin matters to the ear and to the waveform, 1 in the mean over the known ones:
///   e_tk ~ (dERB/dk)^(1/2) max(|S|, |N|)^loudness
/// Without it five sixths of the loss lie above 4 kHz, where there is little to hear.
/// Uses solus::Stft and solus::FeatureExtractor: the network hears live what it was trained on.
MaskExample makeMaskExample(const Mixture&, const StftSpec&, const FeatureSpec&, double loudness = 0.5);

/// All frames of a signal; the first one starts in silence, as a live stream does.
std::vector<Complex> analyse(const std::vector<float>& samples, const StftSpec&);
/// Back to samples (delayed by the latency of the transform, like every signal that goes this way).
std::vector<float> synthesise(const std::vector<Complex>& frames, const StftSpec&);

} // namespace solus::train
