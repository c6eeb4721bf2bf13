// Band powers of all voices, computed once; training then draws new microphones, noises and levels on the bands.
#pragma once

#include "Core/Random.h"
#include "Inference/Model.h"
#include "Signal/Features.h"
#include "Signal/StftSpec.h"
#include "Voices/VoiceList.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace solus::train {

/// A stretch of sound as frames: each holds log10 of the magnitude of every band, then log10 of the root mean square of
/// its hop, which the speech activity needs. In steps of 1 / 4096.
struct BandTake {
    size_t begin = 0; ///< its first frame
    int frames = 0;
};

/// One stretch of a voice, plain and as the denoiser leaves it after another microphone, room and noise.
struct VoiceTake {
    BandTake plain, denoised;
};

/// A talker; copies at other speeds have another pitch and other formants and count as separate talkers.
struct BankVoice {
    std::string corpus, speaker;
    std::vector<std::vector<VoiceTake>> takes; ///< [speed][stretch], at least two stretches
};

class VoiceBank {
public:
    static constexpr double speeds[] = {1.0, 0.85, 1.18};
    static constexpr float steps = 4096.0f; ///< steps per log10 unit

    /// Computes all features with Source/Signal, on all cores, into `path`: half an hour for twenty hours of speech. If
    /// interrupted, it continues where it stopped. Recordings are decoded one at a time, each once. `features` without a
    /// running mean. Throws Error.
    static void make(const std::filesystem::path&, const Library&, const VoiceList&, const StftSpec&,
                     const FeatureSpec&, const std::shared_ptr<const Model>& denoiser);
    /// Throws Error naming the file if it is broken or was made from other voices, features or denoiser.
    static VoiceBank load(const std::filesystem::path&, const Library&, const VoiceList&, const StftSpec&,
                          const FeatureSpec&, const std::string& denoiserHash);

    const std::vector<BankVoice>& voices() const { return voices_; }
    const std::vector<BandTake>& noises() const { return noises_; } ///< the first is pink, the rest recorded
    int bands() const { return bands_; }
    /// Frames x (bands + 1).
    std::span<const std::int16_t> frames(const BandTake& take) const {
        const auto width = static_cast<size_t>(bands_ + 1);
        return std::span(values_).subspan(take.begin * width, static_cast<size_t>(take.frames) * width);
    }

private:
    int bands_ = 0;
    std::vector<BankVoice> voices_;
    std::vector<BandTake> noises_;
    std::vector<std::int16_t> values_;
};

/// The whole signal through a denoiser's network, fully denoised, delayed by its transform.
std::vector<float> denoised(const std::shared_ptr<const Model>&, std::vector<float> signal);

/// Frames x (bands + 1) of a signal at 48 kHz.
std::vector<std::int16_t> bandFrames(const std::vector<float>& signal, const StftSpec&, const FeatureSpec&);

} // namespace solus::train
