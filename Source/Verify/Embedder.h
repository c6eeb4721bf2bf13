// Denoised speech in, speaker embedding out, frame by frame.
#pragma once

#include "Inference/Network.h"
#include "Verify/VoiceFeatures.h"

#include <memory>
#include <optional>
#include <span>
#include <vector>

namespace solus {

class Embedder {
public:
    /// `model` must be of kind "embedder". Allocates; throws Error.
    Embedder(std::shared_ptr<const Model> model, int channels);

    const Model& model() const noexcept { return *model_; }
    void reset() noexcept;
    /// Forget the talker (network and running mean), keep the sense of level.
    void forgetTalker() noexcept;
    /// How much speech the embedding remembers, in seconds; 0 = all since the last reset (enrolment, files).
    void setMemory(double seconds) noexcept;
    /// Keeps a second embedding beside it, with a shorter memory: who speaks may have changed without a pause.
    /// Forgets what was heard. Allocates.
    void keepRecent(double seconds);
    /// The recent embedding is the one from now on: what was heard before was somebody else. Real-time safe.
    void takeRecent() noexcept;

    /// Did what was heard so far come by telephone, or as narrow? Not before two seconds of speech.
    bool heardByTelephone() const noexcept {
        return speechSeconds() >= 2.0 && features_.shareWithTreble() < 0.01;
    }

    /// Beside the running embedding, embeds each `seconds` of speech by itself, up to two minutes. Then push()
    /// allocates a little: for enrolment, not for the audio thread.
    void keepPieces(double seconds);
    const std::vector<std::vector<float>>& pieces() const noexcept { return pieces_; }

    /// `count` fully denoised samples at 48 kHz for each channel; `certainty`: the denoiser's, see SpeechActivity.
    /// Real-time safe.
    void push(const float* const* samples, int count, float certainty = 1.0f) noexcept;

    /// L2-normalised embedding of the speech heard; all zeros before the first speech frame. What push() left to do is
    /// done when somebody asks. Real-time safe.
    std::span<const float> embedding() noexcept;
    /// Of the last seconds only; empty without keepRecent(). Real-time safe.
    std::span<const float> recent() noexcept;
    int size() const noexcept { return network_.outputSize(); }
    bool recentIsFull() const noexcept { return recentMemory_ > 0 && recentFrames_ >= recentMemory_; }
    double speechSeconds() const noexcept {
        return static_cast<double>(speechFrames_) * features_.hopSeconds();
    }
    /// Frames of speech since this object was made: whether there is something new.
    long framesHeard() const noexcept { return framesHeard_; }
    /// Time since the last speech frame, in seconds.
    double pauseSeconds() const noexcept {
        return static_cast<double>(pauseFrames_) * features_.hopSeconds();
    }
    bool speaking() const noexcept { return pauseFrames_ == 0 && speechFrames_ > 0; }

private:
    void pushFrame(const float* features) noexcept;
    void pushPiece(const float* features) noexcept;
    int inFrames(double seconds) const noexcept;

    /// The embedding of one memory of the network, computed only when it is asked for.
    struct Cached {
        std::vector<float> embedding;
        bool stale = false; ///< speech was heard since
    };
    std::span<const float> upToDate(Cached&, int memory) noexcept;

    std::shared_ptr<const Model> model_;
    Network network_; ///< memory 0: the running embedding, 1: the recent one
    VoiceFeatures features_;
    Cached running_, recent_;
    long speechFrames_ = 0, pauseFrames_ = 0, framesHeard_ = 0, recentFrames_ = 0;
    int memory_ = 0, recentMemory_ = 0; ///< frames of speech; 0: all; no recent one

    std::optional<Network> pieceNetwork_;
    std::vector<std::vector<float>> pieces_;
    int pieceFrames_ = 0, pieceLength_ = 0; ///< heard of the next piece; of all pieces
};

} // namespace solus
