// What a voice goes through before it reaches the speaker network: another microphone, room, level and noise.
#pragma once

#include "Core/Random.h"
#include "Data/Library.h"

#include <span>
#include <vector>

namespace solus::train {

/// Gains in dB at 0, 150, 400, 1000, 2200, 4000, 6000 and 8000 Hz, interpolated linearly; flat above.
struct SmoothEqualiser {
    double gains[8] = {};

    static SmoothEqualiser draw(double db, Random&); ///< each within ±db
    double gainDb(double hz) const;
};

/// Applies an equaliser (without delay), a room response (empty: none) and a pass band in one transform.
void filterVoice(std::vector<float>& samples, const SmoothEqualiser&, std::span<const float> room = {},
                 double lowHz = 0.0, double highHz = 24000.0);

/// Pink noise (3 dB less power per octave), 22 s, mean square 1, generated once.
inline constexpr int pinkSamples = 1 << 20;
const std::vector<float>& pinkNoise();

/// Mean power of the 10 ms frames within 40 dB of the loudest: the level of the speech without its pauses.
double activeLevel(std::span<const float> samples);
/// Adds `noise`, repeated from `offset` on, `snrDb` below the active level of `samples`.
void addNoise(std::span<float> samples, std::span<const float> noise, size_t offset, double snrDb);
void scaleTo(std::span<float> samples, double activeRms);

/// What "levelled" means for trials: a smooth equaliser within ±6 dB, active RMS 0.06, pink noise at 20 dB SNR.
void levelVoice(std::vector<float>& samples, Random&);

/// Another microphone (within ±`equaliserDb`), room, level and noise, so that these say nothing about the voice;
/// sometimes followed by an ideal denoiser.
void disturbVoice(std::vector<float>& samples, const Library&, double equaliserDb, Random&);

} // namespace solus::train
