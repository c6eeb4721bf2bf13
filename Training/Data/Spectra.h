// Converts whole signals to spectra and back, and finds the bins whose target is known.
#pragma once

#include "Data/Mixer.h"
#include "Signal/Fft.h"
#include "Signal/StftSpec.h"

#include <vector>

namespace solus::train {

/// All frames of a signal; the first one starts in silence, as in a live stream.
std::vector<Complex> analyse(const std::vector<float>& samples, const StftSpec&);
/// Back to samples (delayed by the latency of the transform, like every signal that goes through it).
std::vector<float> synthesise(const std::vector<Complex>& frames, const StftSpec&);

/// Frames x bins: 1 where speech and noise are known, 0
///  - above the bandwidth of the speech, in frames with speech (power within 45 dB of the loudest frame): the voice had
///  something there, the recording lost it, and a network must not learn to delete it;
///  - where neither speech nor noise has any power.
/// In frames without speech the target is 0 at all frequencies, and counts.
std::vector<float> knownBins(const Mixture&, const std::vector<Complex>& speech,
                             const std::vector<Complex>& noise, const StftSpec&);

/// The share of an auditory band that each bin covers: 1 / ERB(f),  ERB(f) = 24.7 (1 + 0.00437 f) Hz (Glasberg & Moore
/// 1990).
std::vector<float> erbDensity(const StftSpec&);

} // namespace solus::train
