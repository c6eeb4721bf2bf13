// Makes noisy speech: the same (seed, step, item) always gives the same samples.
#pragma once

#include "Data/Library.h"
#include "Data/Picker.h"

#include <memory>
#include <vector>

namespace solus::train {

struct MixerOptions {
    double seconds = 2.0;
    double snrLow = -5.0, snrHigh = 20.0; ///< dB
    double levelLow = -42.0,
           levelHigh = -12.0; ///< dBFS of the active speech (of the noise, where there is no speech)
    double room = 0.3;        ///< chance of a room around the speech; the target keeps it
    double speed = 0.4;       ///< chance of a change of pitch and tempo
    double synthetic = 0.25;  ///< chance that synthetic noise joins in or takes over
    double noiseFree = 0.05, speechFree = 0.05;
    double narrowNoise = 0.3; ///< chance that band-limited speech comes with noise limited alike
    double equaliserDb = 8.0;
    double narrowSpeech =
        0.0; ///< chance that full-band speech loses its top for good: a device that cannot carry it
    double clipping =
        0.0; ///< chance that the voice was clipped before the noise came in; the target keeps it
};

/// What denoisers are validated on, the same for every run, whatever it trains on: so runs can be compared.
MixerOptions validationMixing();

/// The noisy signal is speech + noise.
struct Mixture {
    std::vector<float> speech, noise; ///< 48 kHz, equally long
    double bandwidthHz = 24000.0;     ///< the speech holds nothing above it
    double cutHz = 24000.0;           ///< neither spectrum holds anything above it: cut off in the transform
    double snrDb = 0.0;               ///< mean power of the active speech over mean power of the noise
    bool hasSpeech = true, hasNoise = true;
};

class Mixer {
public:
    Mixer(std::shared_ptr<const Library>, Split, const MixerOptions&);

    /// Thread-safe.
    Mixture make(std::uint64_t seed, std::uint64_t step, std::uint64_t item) const;
    int samples() const { return samples_; }
    const MixerOptions& options() const { return options_; }

private:
    std::vector<float> makeSpeech(Random&, double& bandwidthHz) const;
    std::vector<float> makeNoise(Random&) const;

    std::shared_ptr<const Library> library_;
    MixerOptions options_;
    int samples_;
    Picker speech_, noise_, rooms_;
};

/// Up to `count` samples of a recording from a random place, with ramps of 5 ms where they were cut.
std::vector<float> pieceOf(const Recording&, size_t count, Random&);

/// Mean power of the 10 ms frames that lie within 40 dB of the loudest one; 0 for silence.
double activePower(const std::vector<float>& samples);
double meanPower(const std::vector<float>& samples);

} // namespace solus::train
