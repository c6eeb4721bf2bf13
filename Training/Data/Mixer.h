// Makes noisy speech: the same (seed, step, item) always gives the same samples.
#pragma once

#include "Data/Library.h"
#include "Data/Picker.h"

#include <memory>
#include <span>
#include <vector>

namespace solus::train {

struct MixerOptions {
    double seconds = 2.0;
    double snrLow = -5.0, snrHigh = 20.0; ///< dB
    double levelLow = -42.0,
           levelHigh = -12.0; ///< dBFS of the active speech (of the noise, if there is no speech)
    double room = 0.3;        ///< chance of a room response on the speech; the target keeps it
    double speed = 0.4;       ///< chance of a change of pitch and tempo
    double synthetic = 0.25;  ///< chance that synthetic noise is added or used alone
    double noiseFree = 0.05, speechFree = 0.05;
    double narrowNoise = 0.3; ///< chance that band-limited speech is mixed with noise of the same bandwidth
    double equaliserDb = 8.0;
    /// Chance that full-band speech is band-limited in the target too: a device that cannot carry the top.
    double narrowSpeech = 0.0;
    /// Chance that the voice was clipped before the noise was added; the target keeps it.
    double clipping = 0.0;
};

/// The validation mixtures of denoisers, the same for every run, whatever it trains on, so that runs can be compared.
MixerOptions validationMixing();

/// The noisy signal is speech + noise.
struct Mixture {
    std::vector<float> speech, noise; ///< 48 kHz, equally long
    double bandwidthHz = 24000.0;     ///< the speech contains nothing above it
    double cutHz = 24000.0; ///< neither spectrum contains anything above it: cut off in the transform
    double snrDb = 0.0;     ///< mean power of the active speech over mean power of the noise
    bool hasSpeech = true, hasNoise = true;
    bool hasOthers = false; ///< strangers talk in `noise`
    std::vector<float>
        voice; ///< embedding of the talker of `speech`, see Enrolment.h; empty if not requested
    std::vector<float> stranger;      ///< the first stranger's part of `noise`, at full band; empty without
    std::vector<float> strangerVoice; ///< embedding of the first stranger; empty if unknown
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

/// Up to `count` samples of a recording from a random position, with ramps of 5 ms where they were cut.
std::vector<float> pieceOf(const Recording&, size_t count, Random&);

/// Mean power of the 10 ms frames within 40 dB of the loudest one; 0 for silence.
double activePower(const std::vector<float>& samples);
double meanPower(std::span<const float> samples);

} // namespace solus::train
