// Audio into spectrogram columns: levels on a logarithmic frequency axis.
#pragma once

#include "Signal/Fft.h"

#include <cstdint>
#include <memory>
#include <vector>

namespace solus {

/// Analyses a stream of samples: every `hop` samples (not an integer) it makes one column of `rows` levels, lowest
/// frequency first, 0 ... 255 for floorDb ... topDb relative to full scale. Display thread.
class SpectrumColumns {
public:
    static constexpr float lowestHz = 60.0f, highestHz = 20000.0f;
    static constexpr float floorDb = -104.0f, topDb = -26.0f;

    /// Keeps the signal history, so that a new height does not leave a gap in the image.
    void prepare(double sampleRate, double columnsPerSecond, int rows);
    void reset() noexcept;

    /// Takes `count` samples and appends the finished columns, each of rows() bytes. Returns how many.
    int push(const float* samples, int count, std::vector<std::uint8_t>& columns);
    int rows() const noexcept { return rows_; }

private:
    void column(std::vector<std::uint8_t>& columns);

    struct Band { ///< weights of the bins from `first` on; the row's level is their weighted power
        int first = 0;
        std::vector<float> weights;
    };

    int window_ = 0, rows_ = 0;
    double rate_ = 0.0, hop_ = 1.0, untilNext_ = 1.0;
    size_t position_ = 0;
    std::vector<float> hann_, past_, frame_, power_;
    std::vector<Complex> spectrum_;
    std::vector<Band> bands_;
    std::unique_ptr<RealFft> fft_;
};

} // namespace solus
