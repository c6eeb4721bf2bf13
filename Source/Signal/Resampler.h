// Streaming resampler between any two whole rates: windowed sinc, positions kept in exact integers.
#pragma once

#include <cstdint>
#include <vector>

namespace solus {

/// Output sample k is the band-limited input at time k / outRate exactly (linear phase, no added fractional delay).
/// It is available as soon as the input under its taps has arrived. process() gives the same bits however the input
/// is cut into blocks, and is real-time safe.
class Resampler {
public:
    /// Allocates. Rates in Hz, 1 000 ... 768 000; throws Error otherwise.
    Resampler(int inRate, int outRate);

    void reset() noexcept;
    /// Consumes all `count` input samples; returns how many output samples were written (<= maxOutput(count)).
    int process(const float* in, int count, float* out) noexcept;
    int maxOutput(int count) const noexcept;
    /// Output k needs input samples up to floor(k * inRate / outRate) + lookahead().
    int lookahead() const noexcept { return half_; }

private:
    int inStep_ = 1, outStep_ = 1; // reduced: output k sits at input position k * inStep / outStep
    int half_ = 0;                 // taps on each side, in input samples
    std::vector<float> table_;     // phases x taps
    std::vector<float>
        history_; // ring of the last 2 * half inputs, stored twice so that it can be read contiguously
    int write_ = 0;
    std::int64_t needed_ = 0; // inputs still missing for the next output
    int phase_ = 0;           // numerator of the fractional position, 0 ... outStep - 1
};

} // namespace solus
