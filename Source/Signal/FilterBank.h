// Triangular bands on the mel or the ERB-rate scale.
#pragma once

#include <string>
#include <vector>

namespace solus {

/// Weights of overlapping triangles, equally spaced on a perceptual scale. Each row sums to 1, so a band is the
/// weighted mean power of its bins. Bands too narrow to contain a bin are widened to the nearest one.
///   mel: 2595 log10(1 + f / 700)      ERB rate: 21.4 log10(1 + 0.00437 f)   (Glasberg & Moore 1990)
class FilterBank {
public:
    /// `scale` is "mel" or "erb"; frequencies in Hz. Throws Error on nonsense.
    FilterBank(const std::string& scale, int bands, int fftSize, double sampleRate, double lowHz,
               double highHz);

    int bands() const noexcept { return static_cast<int>(rows_.size()); }
    int bins() const noexcept { return bins_; }

    /// power[bins] -> band[bands]. Real-time safe.
    void apply(const float* power, float* band) const noexcept;
    /// Band gains -> bin gains by the same triangles, normalised over bands; bins outside all bands get the gain of
    /// the edge band.
    void expand(const float* bandGain, float* binGain) const noexcept;

private:
    struct Row {
        int first, count; ///< bins
    };
    int bins_ = 0;
    std::vector<Row> rows_;
    std::vector<float> weights_; ///< row after row
    std::vector<float> spread_;  ///< as weights_, but scaled to sum 1 in each bin
    std::vector<int> heldBins_;  ///< outside all bands, ascending: each takes the gain of the bin below
};

} // namespace solus
