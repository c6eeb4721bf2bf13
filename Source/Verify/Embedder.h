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
    /// Forgets the talker (network state and running mean) but keeps the level estimate.
    void forgetTalker() noexcept;
    /// How many seconds of speech the embedding remembers; 0 = everything since the last reset (enrolment, files).
    void setMemory(double seconds) noexcept;
    /// Keeps a second embedding with a shorter memory, since the talker may change without a pause. Forgets all
    /// earlier audio. Allocates.
    void keepRecent(double seconds);
    /// Continues with the recent embedding as the running one, because the earlier speech was somebody else's.
    /// Real-time safe.
    void switchToRecent() noexcept;

    /// Whether the speech so far came by telephone, or is as narrow-band. False until there are two seconds of
    /// speech.
    bool heardByTelephone() const noexcept {
        return speechSeconds() >= 2.0 && features_.shareWithTreble() < 0.01;
    }

    /// In addition to the running embedding, embeds each `seconds` of speech separately, up to two minutes. push()
    /// then allocates a little: for enrolment, not for the audio thread.
    void keepPieces(double seconds);
    const std::vector<std::vector<float>>& pieces() const noexcept { return pieces_; }

    /// `count` fully denoised samples per channel at 48 kHz. `certainty`: of the denoiser, see SpeechActivity.
    /// Real-time safe.
    void push(const float* const* samples, int count, float certainty = 1.0f) noexcept;

    /// L2-normalised embedding of the speech so far; all zeros before the first speech frame. Runs the layers that
    /// push() left out. Real-time safe.
    std::span<const float> embedding() noexcept;
    /// The same over the last seconds only; empty without keepRecent(). Real-time safe.
    std::span<const float> recent() noexcept;
    int size() const noexcept { return network_.outputSize(); }
    bool recentIsFull() const noexcept { return recentMemory_ > 0 && recentFrames_ >= recentMemory_; }
    double speechSeconds() const noexcept {
        return static_cast<double>(speechFrames_) * features_.hopSeconds();
    }
    /// Speech frames since construction: tells whether there is anything new.
    long framesHeard() const noexcept { return framesHeard_; }
    /// Seconds since the last speech frame.
    double pauseSeconds() const noexcept {
        return static_cast<double>(pauseFrames_) * features_.hopSeconds();
    }
    bool speaking() const noexcept { return pauseFrames_ == 0 && speechFrames_ > 0; }

private:
    void pushFrame(const float* features) noexcept;
    void pushPiece(const float* features) noexcept;
    int inFrames(double seconds) const noexcept;

    /// The embedding of one memory of the network, computed on demand.
    struct Cached {
        std::vector<float> embedding;
        bool stale = false; ///< there was speech since it was computed
    };
    std::span<const float> upToDate(Cached&, int memory) noexcept;

    std::shared_ptr<const Model> model_;
    Network network_; ///< memory 0: the running embedding, 1: the recent one
    VoiceFeatures features_;
    Cached running_, recent_;
    long speechFrames_ = 0, pauseFrames_ = 0, framesHeard_ = 0, recentFrames_ = 0;
    int memory_ = 0, recentMemory_ = 0; ///< in frames of speech; 0: unlimited, and no recent embedding

    std::optional<Network> pieceNetwork_;
    std::vector<std::vector<float>> pieces_;
    int pieceFrames_ = 0, pieceLength_ = 0; ///< frames of the current piece; length of a piece
};

} // namespace solus
