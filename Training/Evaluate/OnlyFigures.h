// How well only the owner is kept in a scene: what is won, who is heard, what is lost and what leaks.
#pragma once

#include "Evaluate/OnlyScenes.h"

#include <cmath>
#include <limits>
#include <span>

namespace solus::train {

/// Ignores NaN: not every scene has every figure.
struct OnlyMean {
    double sum = 0.0;
    long count = 0;

    void add(double value) {
        if (!std::isnan(value)) sum += value, ++count;
    }
    void add(const OnlyMean& o) { sum += o.sum, count += o.count; }
    /// NaN without any.
    double value() const {
        return count > 0 ? sum / static_cast<double>(count) : std::numeric_limits<double>::quiet_NaN();
    }
};

/// Of one scene, or means over several. With s the owner, i the strangers, x the microphone signal and y the output:
///     improvement  SI-SDR(s, y) - SI-SDR(s, x), in dB
///     estoi        ESTOI(s, y)
///     wrong        1 if SI-SDR(i, y) > SI-SDR(s, y), else 0: the output is nearer to the stranger
///     lost         share of the owner's loud frames in which y is more than 10 dB below s
///     leakDb       10 log10(sum y^2 / sum i^2) where only the stranger talks, in dB
///     leaked       share of the stranger's loud frames there in which y is at most 10 dB below i
/// A frame (20 ms) is loud if it is at most 20 dB below the 95th percentile of its talker's speech frames. Shares are over
/// the frames of all scenes, the rest are means over scenes.
struct OnlyFigures {
    OnlyMean improvement, estoi, wrong, lost, leakDb, leaked;

    void add(const OnlyFigures&);
};

/// `output` is aligned with the scene. Figures that need a talker who is silent stay empty. Throws Error if the lengths
/// differ.
OnlyFigures onlyFigures(const OnlyScene&, std::span<const float> output);

} // namespace solus::train
