// Checks of an STFT's parameters and the construction of its window pair.
#include "Signal/StftSpec.h"

#include "Base/Error.h"

#include <cmath>
#include <numbers>

namespace solus {
namespace {

using std::numbers::pi;

std::string describe(const StftSpec& s) {
    return "STFT " + std::to_string(s.fftSize) + "/" + std::to_string(s.hop) + ", synthesis " +
           std::to_string(s.synthesis) + ", window \"" + s.window + "\"";
}

void check(const StftSpec& s) {
    if (s.fftSize < 16 || s.fftSize > 65536 || s.fftSize % 2 != 0)
        throw Error(describe(s) + ": the analysis window must be even, 16 to 65536 samples");
    if (s.synthesis < 2 || s.synthesis > s.fftSize || s.synthesis % 2 != 0)
        throw Error(describe(s) +
                    ": the synthesis window must be even and no longer than the analysis window");
    if (s.hop < 1 || s.hop >= s.synthesis)
        throw Error(describe(s) + ": the hop must be shorter than the synthesis window");
    if (s.window != "sqrt_hann" && s.window != "hann" && s.window != "vorbis")
        throw Error(describe(s) + ": windows are sqrt_hann, hann and vorbis");
}

/// Rising half of a window of length 2 * half, periodic: n = 0 ... half - 1 (and its mirror is the falling half).
double rise(const std::string& kind, int n, int half) {
    const double s = std::sin(pi * n / (2.0 * half)); // sqrt of the periodic Hann window
    if (kind == "hann") return s * s;
    if (kind == "vorbis") return std::sin(0.5 * pi * s * s);
    return s;
}

} // namespace

// Analysis: a long rise over N - W/2 samples, then the fall of a window of length W = synthesis.
// The product of both windows is the (squared) symmetric window p of length W on the last W samples, so
//     synthesis[n] = p[n] / analysis[N - W + n] / D[n mod hop],   D[r] = sum_k p[r + k hop],
// and overlap-add of analysis * synthesis is exactly 1. For W = N this is the classic symmetric pair.
WindowPair makeWindows(const StftSpec& s) {
    check(s);
    const int n = s.fftSize, w = s.synthesis, fall = w / 2, longRise = n - fall;
    WindowPair pair{std::vector<float>(n), std::vector<float>(w)};
    std::vector<double> analysis(n), product(w), overlap(s.hop, 0.0);
    for (int i = 0; i < longRise; ++i) analysis[i] = rise(s.window, i, longRise);
    analysis[longRise] = 1.0;
    for (int i = 1; i < fall; ++i) analysis[longRise + i] = rise(s.window, fall - i, fall);
    for (int i = 0; i < w; ++i) {
        const double half = i <= fall ? rise(s.window, i, fall) : rise(s.window, w - i, fall);
        product[i] = (i == fall ? 1.0 : half) * (i == fall ? 1.0 : half);
        overlap[i % s.hop] += product[i];
    }
    for (double d : overlap)
        if (d < 1e-3) throw Error(describe(s) + ": these windows leave gaps, use a shorter hop");
    for (int i = 0; i < n; ++i) pair.analysis[i] = static_cast<float>(analysis[i]);
    for (int i = 0; i < w; ++i) {
        const double a = analysis[n - w + i];
        pair.synthesis[i] = a > 0.0 ? static_cast<float>(product[i] / a / overlap[i % s.hop]) : 0.0f;
    }
    return pair;
}

} // namespace solus
