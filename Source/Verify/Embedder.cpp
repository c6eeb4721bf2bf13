// Runs the speaker network on the speech frames.
#include "Verify/Embedder.h"

#include "Error.h"

#include <algorithm>
#include <cmath>

namespace solus {

Embedder::Embedder(std::shared_ptr<const Model> model, int channels)
    : model_(std::move(model)), network_(model_), features_(model_->stft, model_->features, channels) {
    if (model_->kind != "embedder")
        throw Error("model " + model_->name + " is of kind \"" + model_->kind + "\", not an embedder");
    if (network_.inputSize() != features_.size())
        throw Error("model " + model_->name + ": the network takes " + std::to_string(network_.inputSize()) +
                    " values, the features have " + std::to_string(features_.size()));
    embedding_.assign(static_cast<size_t>(network_.outputSize()), 0.0f);
}

void Embedder::reset() noexcept {
    features_.reset();
    forgetTalker();
    pauseFrames_ = 0;
    pieces_.clear();
    pieceFrames_ = 0;
    if (pieceNetwork_) pieceNetwork_->reset();
}

void Embedder::forgetTalker() noexcept {
    features_.forgetColour();
    network_.reset();
    if (recent_) recent_->reset();
    std::fill(embedding_.begin(), embedding_.end(), 0.0f);
    std::fill(recentEmbedding_.begin(), recentEmbedding_.end(), 0.0f);
    speechFrames_ = recentFrames_ = 0;
}

int Embedder::inFrames(double seconds) const noexcept {
    return seconds > 0.0 ? std::max(1, static_cast<int>(seconds / features_.hopSeconds())) : 0;
}

void Embedder::setMemory(double seconds) noexcept {
    memory_ = inFrames(seconds);
    network_.setPoolingMemory(memory_);
}

void Embedder::keepRecent(double seconds) {
    recentMemory_ = inFrames(seconds);
    recent_.emplace(model_);
    recent_->setPoolingMemory(recentMemory_);
    recentEmbedding_.assign(embedding_.size(), 0.0f);
}

void Embedder::takeRecent() noexcept {
    if (!recent_) return;
    std::swap(network_, *recent_);
    network_.setPoolingMemory(memory_);
    recent_->setPoolingMemory(recentMemory_);
    recent_->reset(); // it knows the talker before
    std::copy(recentEmbedding_.begin(), recentEmbedding_.end(), embedding_.begin());
    speechFrames_ = std::min<long>(speechFrames_, recentMemory_);
    recentFrames_ = 0;
}

void Embedder::keepPieces(double seconds) {
    constexpr double most = 120.0;
    pieceNetwork_.emplace(model_);
    pieceLength_ = std::max(1, static_cast<int>(seconds / features_.hopSeconds()));
    pieces_.reserve(static_cast<size_t>(most / seconds));
}

void Embedder::push(const float* const* samples, int count) noexcept {
    features_.push(samples, count, [this](bool speech, const float* features) noexcept {
        if (speech)
            hear(features);
        else
            ++pauseFrames_;
    });
}

void Embedder::hear(const float* features) noexcept {
    const float* output = network_.process(features);
    if (!std::all_of(output, output + embedding_.size(), [](float x) { return std::isfinite(x); })) {
        forgetTalker(); // a poisoned recurrent state would stay poisoned for ever
        return;
    }
    std::copy(output, output + embedding_.size(), embedding_.begin());
    if (recent_) std::copy_n(recent_->process(features), embedding_.size(), recentEmbedding_.begin());
    ++speechFrames_;
    ++framesHeard_;
    ++recentFrames_;
    pauseFrames_ = 0;
    if (pieceNetwork_ && pieces_.size() < pieces_.capacity()) hearPiece(features);
}

void Embedder::hearPiece(const float* features) noexcept {
    const float* output = pieceNetwork_->process(features);
    if (++pieceFrames_ < pieceLength_) return;
    pieces_.emplace_back(output, output + embedding_.size());
    pieceNetwork_->reset();
    pieceFrames_ = 0;
}

} // namespace solus
