// Examples for the speaker network from the voice bank: another microphone, room, level and noise for each.
#pragma once

#include "Core/Random.h"
#include "Signal/Features.h"
#include "Voices/VoiceBank.h"

#include <span>
#include <vector>

namespace solus::train {

struct BandCropOptions {
    double equaliserDb = 9.0; ///< the microphone's gains, each within ± this
    double denoised = 0.5;    ///< share of examples that have passed the denoiser
    double maskedBands = 0.3; ///< share of examples with some neighbouring bands missing
};

/// Models on band powers what VoiceFeatures would measure on a signal: a filter of smooth gain g_b multiplies the power
/// of band b by |g_b|^2, uncorrelated sounds add their powers, and a room adds a decaying sum of the frames before.
/// Detail below the bank's resolution is not recovered.
class BandCrop {
public:
    BandCrop(const VoiceBank&, const StftSpec&, const FeatureSpec&, const BandCropOptions&);

    /// Writes the features of up to `wanted` speech frames, x[wanted][bands], from the stretches in this order; returns
    /// how many it wrote. All frequencies of the voice are multiplied by `warp`: a different talker, with another vocal
    /// tract and another pitch.
    int draw(std::span<const VoiceTake> stretches, int wanted, Random&, float* x, double warp = 1.0) const;

    /// The features of a take without augmentation: what VoiceFeatures computes for its signal.
    std::vector<float> features(const BandTake&) const;

    /// Hz; where a filter's gain is read for each band
    const std::vector<double>& centres() const { return centres_; }

private:
    struct Bands;
    Bands collect(std::span<const VoiceTake>, bool denoised, int wanted, Random&) const;
    void filter(Bands&, double db, bool narrow, Random&) const;
    void warpFrequencies(Bands&, double warp) const;
    void addRoom(Bands&, Random&) const;
    void addNoise(Bands&, const BandTake& noise, double snrDb, Random&) const;
    int speechFrames(const Bands&, int wanted, float* x) const;

    const VoiceBank& bank_;
    const StftSpec stft_;
    const FeatureSpec features_;
    const BandCropOptions options_;
    std::vector<double> centres_;
};

} // namespace solus::train
