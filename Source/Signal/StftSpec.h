// The parameters of a short-time Fourier transform, and its pair of windows.
#pragma once

#include <string>
#include <vector>

namespace solus {

/// Lengths in samples at 48 kHz. The synthesis window may be shorter than the analysis window; it then covers the
/// newest samples of the frame and sets the latency (Mauler & Martin 2007, "A low delay, variable resolution,
/// perfect reconstruction spectral analysis-synthesis system").
struct StftSpec {
    int fftSize = 1024; ///< length of the analysis window
    int hop = 512;      ///< samples between frames
    int synthesis =
        1024; ///< length of the synthesis window, = algorithmic latency; hop < synthesis <= fftSize
    std::string window = "sqrt_hann"; ///< "sqrt_hann", "hann" or "vorbis"

    int bins() const noexcept { return fftSize / 2 + 1; }
    int latency() const noexcept { return synthesis; }
    bool operator==(const StftSpec&) const = default;
};

struct WindowPair {
    std::vector<float> analysis;  ///< fftSize values
    std::vector<float> synthesis; ///< spec.synthesis values, for the last samples of the frame
};

/// A window pair for which overlap-add of analysis * synthesis is 1 everywhere. Throws Error if this is not possible
/// with this hop and these windows.
WindowPair makeWindows(const StftSpec&);

} // namespace solus
