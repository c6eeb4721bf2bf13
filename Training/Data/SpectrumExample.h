// Turns a mixture into a training example of the flagship: features, and the spectra that its loss compares.
#pragma once

#include "Data/Mixer.h"
#include "Signal/Features.h"
#include "Signal/Fft.h"
#include "Signal/StftSpec.h"

#include <cstdint>
#include <vector>

namespace solus::train {

/// Who can be told to talk in a frame: 6 dB louder than all else below 3.2 kHz.
enum class Talker : std::int8_t { unknown, owner, stranger };

/// Frames x width each; the input has one row for every `every` frames. The spectra are scaled so that the speech has about unit power in its active frames (in a mixture
/// without speech: the noise), so that no loss depends on the level.
struct SpectrumExample {
    int frames = 0, features = 0, bins = 0;
    std::vector<float> input;
    std::vector<Complex> noisy, speech;
    std::vector<float> weight;  ///< knownBins() times the ear's density of bins, (1/ERB)^(1/2), 1 in the mean
    float scale = 1.0f;         ///< the factor applied to the spectra
    std::vector<Talker> talker; ///< of each frame of the features; empty without a stranger
};

struct ExampleOptions {
    /// How many, not counting digital silence, which never reaches the network in the engine; frames missing at
    /// the end have weight 0. 0: all frames, silent or not.
    int frames = 0;
    /// The spectra of frame t are those of frame t - lookAhead of the features; the first ones have weight 0.
    int lookAhead = 0;
    double onset = 1.0; ///< factor of the weight in the first 80 ms of speech after a pause of 0.3 s
    int every = 1;      ///< frames from one row of features to the next
};

SpectrumExample makeSpectrumExample(const Mixture&, const StftSpec&, const FeatureSpec&,
                                    const ExampleOptions& = {});

} // namespace solus::train
