// Input of the embedder: features of the speech frames of a denoised 48 kHz signal. Training uses the same code.
#pragma once

#include "Base/EngineRate.h"
#include "Inference/Model.h"
#include "Signal/Features.h"
#include "Signal/Stft.h"
#include "Verify/SpeechActivity.h"

#include <algorithm>
#include <vector>

namespace solus {

/// Collects samples into hops of the embedder's own STFT. Channels are combined by their mean power, so that opposite
/// phases cannot cancel a voice.
class VoiceFeatures {
public:
    /// Allocates; throws Error on bad specs. Lengths are samples at 48 kHz.
    VoiceFeatures(const StftSpec&, const FeatureSpec&, int channels);

    int size() const noexcept { return extractor_.size(); }
    double hopSeconds() const noexcept { return spec_.hop / engineHz; }
    void reset() noexcept;
    /// The share of speech frames with more than a hundredth of the power of 300 to 3400 Hz at 4 to 8 kHz: near 0 by telephone.
    double shareWithTreble() const noexcept {
        return speechFrames_ > 0 ? static_cast<double>(trebleFrames_) / static_cast<double>(speechFrames_)
                                 : 0.0;
    }

    /// Restarts the running mean of the features, which removes the microphone's response; keeps everything else.
    void forgetOffset() noexcept { extractor_.reset(); }

    /// Consumes `count` samples per channel and calls onFrame(isSpeech, features) after each full hop; `features` is
    /// null if there is no speech. `certainty`: of the denoiser, see SpeechActivity. Real-time safe if onFrame is.
    template <typename OnFrame>
    void push(const float* const* samples, int count, OnFrame&& onFrame, float certainty = 1.0f) noexcept {
        for (int done = 0; done < count;) {
            const int part = collect(samples, done, count - done);
            certainty_ = std::max(certainty_, certainty);
            done += part;
            if (filled_ < spec_.hop) continue;
            const bool speech = finishHop();
            onFrame(speech, speech ? features_.data() : nullptr);
        }
    }

private:
    int collect(const float* const* samples, int offset, int available) noexcept;
    bool finishHop() noexcept;
    float powerBetween(double lowHz, double highHz) const noexcept;

    StftSpec spec_;
    std::vector<Stft> stfts_;
    FeatureExtractor extractor_;
    SpeechActivity activity_;
    std::vector<std::vector<float>> hops_;
    std::vector<Complex> spectrum_;
    std::vector<float> power_, features_;
    long speechFrames_ = 0, trebleFrames_ = 0;
    int filled_ = 0;
    float certainty_ = 0.0f; ///< the maximum in this hop so far
};

} // namespace solus
