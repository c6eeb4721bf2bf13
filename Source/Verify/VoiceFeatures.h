// What the speaker network hears: features of the speech frames of a denoised 48 kHz signal. Training uses this too.
#pragma once

#include "Inference/Model.h"
#include "Signal/Features.h"
#include "Signal/Stft.h"
#include "Verify/SpeechActivity.h"

#include <vector>

namespace solus {

/// Collects samples into hops of the embedder's own STFT. Channels are joined by their mean power, so that opposite
/// phases cannot cancel a voice.
class VoiceFeatures {
public:
    /// Allocates; throws Error on bad specs. Lengths are samples at 48 kHz.
    VoiceFeatures(const StftSpec&, const FeatureSpec&, int channels);

    int size() const noexcept { return extractor_.size(); }
    double hopSeconds() const noexcept { return spec_.hop / 48000.0; }
    void reset() noexcept;
    /// Restart the running mean of the features, keep everything else.
    void forgetColour() noexcept { extractor_.reset(); }

    /// Consumes `count` samples a channel, calls onFrame(isSpeech, features) after each full hop; `features` is null
    /// where there is no speech. Real-time safe if onFrame is.
    template <typename OnFrame>
    void push(const float* const* samples, int count, OnFrame&& onFrame) noexcept {
        for (int done = 0; done < count;) {
            const int part = collect(samples, done, count - done);
            done += part;
            if (filled_ < spec_.hop) continue;
            const bool speech = finishHop();
            onFrame(speech, speech ? features_.data() : nullptr);
        }
    }

private:
    int collect(const float* const* samples, int offset, int available) noexcept;
    bool finishHop() noexcept;

    StftSpec spec_;
    std::vector<Stft> stfts_;
    FeatureExtractor extractor_;
    SpeechActivity activity_;
    std::vector<std::vector<float>> hops_;
    std::vector<Complex> spectrum_;
    std::vector<float> power_, features_;
    int filled_ = 0;
};

} // namespace solus
