// Input of a network: the features of one power spectrum. Training calls the same functions.
#pragma once

#include "Base/EngineRate.h"
#include "Signal/FilterBank.h"
#include "Signal/InputLevel.h"
#include "Signal/PhaseAdvance.h"
#include "Signal/StftSpec.h"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace solus {

/// type:
///   "log_magnitude"  y_k = log10(max(|X_k|, floor))                       size: bins
///   "log_mel"        y_b = log10(max(sqrt(mel band power), floor))        size: bands
///   "log_erb"        the same on the ERB-rate scale
///   "erb_detail"     log_erb; then log10(max(|X_k|, floor)) of the lowest `detailBins` bins; then Re and Im
///                    of the phase advance of the lowest `phaseBins` (PhaseAdvance.h)
///                                                                 size: bands + detailBins + 2 phaseBins
///   "bins_and_bands" three rows over the frequencies, which are the lowest `detailBins` bins, then the bands: the same
///                    logarithms; Re; and Im of the phase advance, 0 in the bands         size: 3 (detailBins + bands)
///   "magnitude"      y_k = (|X_k| / max(L, floor))^power                  size: bins
/// L is 1 if levelFrames = 0. Else it tracks the level, so that a voice far from the microphone looks to the network
/// as loud as one near it:  L^2 = E_t,  E_t = E_{t-1} + (e_t - E_{t-1}) / min(t, levelFrames),  e_t
/// the mean of |X_k|^2 over the bins of frame t = 1, 2, ...; L = |X| of one frame with levelFrames = 1.
/// With `level`, powers are first multiplied by its gain (InputLevel.h), so that the network sees a whisper into a
/// distant microphone as loud as a shout into a near one.
/// runningMeanFrames > 0 subtracts from each value its mean over all frames so far, with a prior of
/// `runningMeanFrames` frames of `priorMean`:  m_t = (n m_0 + sum_{i<=t} y_i) / (n + t). This removes the
/// microphone's response.
struct FeatureSpec {
    std::string type = "log_magnitude";
    int bands = 0;
    double lowHz = 50.0, highHz = 20000.0;
    float floor = 1e-5f;
    int runningMeanFrames = 0;
    float priorMean = 0.0f;
    int detailBins = 0, phaseBins = 0;
    float power = 1.0f;
    int levelFrames = 0;
    std::optional<LevelSpec> level;

    bool operator==(const FeatureSpec&) const = default;
};

class FeatureExtractor {
public:
    /// Of every frame, or of every second, third ... `every`. Allocates; throws Error on a bad spec.
    FeatureExtractor(const FeatureSpec&, const StftSpec&, double sampleRate = engineHz, int every = 1);

    int size() const noexcept { return size_; }
    bool needsSpectra() const noexcept { return advance_.has_value(); }
    void reset() noexcept;
    /// Call this in digital silence, in which no frames are processed: the next frame then has no predecessor.
    /// Real-time safe.
    void skipSilence() noexcept {
        if (advance_) advance_->reset();
    }
    /// The last frame is a beginning: reset any network that uses these features (InputLevel.h). Always false without
    /// a level.
    bool restarted() const noexcept { return level_ && level_->restarted(); }
    /// `power`: |X_k|^2 (mean over channels), one value per bin; `features`: size() values. Real-time safe.
    /// `spectra`, one per channel, are read only if needsSpectra().
    void process(const float* power, std::span<const Complex* const> spectra, float* features) noexcept;
    void process(const float* power, float* features) noexcept { process(power, {}, features); }

private:
    void forget() noexcept;
    void magnitudes(const float* power, float gain, float* features) noexcept;
    void spreadPhases(float* features) noexcept;

    FeatureSpec spec_;
    int size_ = 0;        ///< number of all values
    int levels_ = 0;      ///< how many of them, from the first, are magnitudes or their logarithms
    bool linear_ = false; ///< those are magnitudes, not logarithms
    bool rows_ = false;   ///< "bins_and_bands"
    std::optional<FilterBank> bank_;
    std::optional<InputLevel> level_;
    std::optional<PhaseAdvance> advance_;
    std::vector<double> sum_;
    double count_ = 0.0;
    double energy_ = 0.0; ///< E of the last frame
};

} // namespace solus
