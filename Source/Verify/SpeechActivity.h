// Is there speech in this hop? A level against the recent peak, enough for a signal that is already denoised.
#pragma once

namespace solus {

class SpeechActivity {
public:
    /// `hopSeconds`: the time between calls of process().
    explicit SpeechActivity(double hopSeconds) : decayDb_(static_cast<float>(peakDecayDbPerSecond * hopSeconds)) {}

    void reset() noexcept { peakDb_ = startPeakDb; }
    /// `power`: mean square of the hop's samples (mean over channels). Real-time safe.
    bool process(float power) noexcept;

private:
    static constexpr double peakDecayDbPerSecond = 1.5; ///< a talker who turns away is followed within seconds
    static constexpr float startPeakDb = -45.0f;        ///< dBFS, quiet speech: nothing below -75 opens it at first
    static constexpr float rangeDb = 30.0f;             ///< speech lies within this range below its peak
    static constexpr float silenceDb = -70.0f;          ///< dBFS, never speech

    float decayDb_;
    float peakDb_ = startPeakDb;
};

} // namespace solus
