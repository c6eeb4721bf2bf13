// A picture of two recordings, one above the other: spectrograms on a logarithmic frequency axis, drawn by gnuplot.
#pragma once

#include "Base/EngineRate.h"

#include <span>
#include <string>

namespace solus {

struct SpectrogramPanel {
    std::string title;
    std::span<const float> samples;
    int sampleRate = engineRate;
};

/// The layout, for tests that read the picture: pixels, origin at the top left.
struct PictureLayout {
    static constexpr int width = 1200, height = 760;
    static constexpr int left = 84, right = 1176;          ///< of both panels
    static constexpr int topFrom = 48, topTo = 348;        ///< upper panel
    static constexpr int bottomFrom = 420, bottomTo = 720; ///< lower panel
};

/// Writes a PNG by rename. Both panels share one colour scale, down to 90 dB below the louder one's peak.
/// Throws Error if gnuplot is missing or fails.
void writeSpectrogramPicture(const std::string& pngPath, const SpectrogramPanel& top,
                             const SpectrogramPanel& bottom);

} // namespace solus
