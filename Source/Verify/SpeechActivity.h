// Voice activity detection: whether a hop contains speech.
#pragma once

namespace solus {

/// A hop is speech if the denoiser is sure of what it kept, and if that is either within 27 dB of the talker's level,
/// or 20 dB above the recent noise floor. So a quiet talker counts at once, however loud somebody was before; the
/// quiet of a clean room, which a denoiser keeps, does not. The talker's level rises within milliseconds. It falls by
/// 30 dB per second of speech below it, and hardly at all in pauses.
class SpeechActivity {
public:
    /// `hopSeconds`: the time between calls of process().
    explicit SpeechActivity(double hopSeconds) : hop_(static_cast<float>(hopSeconds)) {}

    void reset() noexcept { levelDb_ = startDb, floorDb_ = silenceDb; }
    /// `power`: mean square of the hop's denoised samples (mean over channels). `certainty`: the denoiser's gain, 0
    /// ... 1, weighted by the power that it kept; 1 if nothing was removed, or without a denoiser. Real-time safe.
    bool process(float power, float certainty = 1.0f) noexcept;

    static constexpr float sure = 0.3f; ///< voices in noise reach 0.4 to 1, noise alone less than 0.2

private:
    static constexpr float startDb = -45.0f;    ///< dBFS, quiet speech
    static constexpr float silenceDb = -70.0f;  ///< dBFS, never speech
    static constexpr float rangeDb = 27.0f;     ///< below the talker's level
    static constexpr float standsOutDb = 20.0f; ///< above the floor
    static constexpr float risePerSecond = 200.0f, fallPerSecond = 30.0f,
                           forgetPerSecond = 1.5f; ///< dB, the level
    static constexpr float floorPerSecond = 10.0f; ///< dB, upwards; downwards at once

    float hop_;
    float levelDb_ = startDb, floorDb_ = silenceDb;
};

} // namespace solus
