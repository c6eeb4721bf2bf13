// Noise reduction in pauses.
#include "Measure/NoiseReduction.h"

#include "Measure/Frames.h"
#include "Measure/SpeechActivity.h"

#include <cmath>
#include <limits>

namespace solus {

double noiseReductionDb(std::span<const float> clean, std::span<const float> noisy,
                        std::span<const float> processed, int sampleRate) {
    checkSameLength(clean, noisy);
    checkSameLength(clean, processed);
    const auto pause = pauseFrames(frameLevelsDb(clean, sampleRate));
    const auto before = frameLevelsDb(noisy, sampleRate), after = frameLevelsDb(processed, sampleRate);
    double in = 0.0, out = 0.0;
    for (size_t m = 0; m < pause.size(); ++m) {
        // Without input there is nothing to remove.
        if (!pause[m] || before[m] <= silenceDb) continue;
        in += std::pow(10.0, before[m] / 10.0);
        out += std::pow(10.0, after[m] / 10.0);
    }
    return in > 0.0 ? 10.0 * std::log10(in / out) : std::numeric_limits<double>::quiet_NaN();
}

} // namespace solus
