// Denoised speech in, speaker embedding out, frame by frame.
#pragma once

#include "Inference/Network.h"
#include "Verify/VoiceFeatures.h"

#include <memory>
#include <span>

namespace solus {

class Embedder {
public:
    /// `model` must be of kind "embedder". Allocates; throws Error.
    Embedder(std::shared_ptr<const Model> model, int channels);

    const Model& model() const noexcept { return *model_; }
    void reset() noexcept;
    /// Forget the talker (network and running mean), keep the sense of level.
    void forgetTalker() noexcept;
    /// How much speech the running mean remembers, in seconds; 0 = all since the last reset (enrolment, files).
    void setMemory(double seconds) noexcept;

    /// `count` fully denoised samples at 48 kHz for each channel. Real-time safe.
    void push(const float* const* samples, int count) noexcept;

    /// L2-normalised embedding of the speech heard; all zeros before the first speech frame.
    std::span<const float> embedding() const noexcept { return embedding_; }
    double speechSeconds() const noexcept { return static_cast<double>(speechFrames_) * features_.hopSeconds(); }
    /// Time since the last speech frame, in seconds.
    double pauseSeconds() const noexcept { return static_cast<double>(pauseFrames_) * features_.hopSeconds(); }
    bool speaking() const noexcept { return pauseFrames_ == 0 && speechFrames_ > 0; }

private:
    void hear(const float* features) noexcept;

    std::shared_ptr<const Model> model_;
    Network network_;
    VoiceFeatures features_;
    std::vector<float> embedding_;
    long speechFrames_ = 0, pauseFrames_ = 0;
};

} // namespace solus
