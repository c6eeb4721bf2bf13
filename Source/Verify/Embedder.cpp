// Runs the embedder's network on the speech frames.
#include "Verify/Embedder.h"

#include "Base/Error.h"

#include <algorithm>
#include <cmath>

namespace solus {
namespace {

bool finite(std::span<const float> values) noexcept {
    return std::all_of(values.begin(), values.end(), [](float x) { return std::isfinite(x); });
}

} // namespace

Embedder::Embedder(std::shared_ptr<const Model> model, int channels)
    : model_(std::move(model)), network_(model_), features_(model_->stft, model_->features, channels) {
    if (model_->kind != "embedder")
        throw Error("model " + model_->name + " is of kind \"" + model_->kind + "\", not an embedder");
    if (network_.inputSize() != features_.size())
        throw Error("model " + model_->name + ": the network takes " + std::to_string(network_.inputSize()) +
                    " values, the features have " + std::to_string(features_.size()));
    running_.embedding.assign(static_cast<size_t>(size()), 0.0f);
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
    features_.forgetOffset();
    network_.reset();
    for (Cached* cached : {&running_, &recent_}) {
        std::fill(cached->embedding.begin(), cached->embedding.end(), 0.0f);
        cached->stale = false;
    }
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
    network_ = Network(model_, 2);
    recentMemory_ = inFrames(seconds);
    network_.setPoolingMemory(memory_, 0);
    network_.setPoolingMemory(recentMemory_, 1);
    recent_.embedding.assign(static_cast<size_t>(size()), 0.0f);
    forgetTalker();
}

void Embedder::switchToRecent() noexcept {
    if (recentMemory_ == 0) return;
    network_.swapMemories(0, 1);
    network_.setPoolingMemory(memory_, 0);
    network_.setPoolingMemory(recentMemory_, 1);
    network_.resetMemory(1); // it still holds the previous talker
    std::swap(running_, recent_);
    std::fill(recent_.embedding.begin(), recent_.embedding.end(), 0.0f);
    recent_.stale = false;
    speechFrames_ = std::min<long>(speechFrames_, recentMemory_);
    recentFrames_ = 0;
}

void Embedder::keepPieces(double seconds) {
    constexpr double most = 120.0;
    pieceNetwork_.emplace(model_);
    pieceLength_ = std::max(1, static_cast<int>(seconds / features_.hopSeconds()));
    pieces_.reserve(static_cast<size_t>(most / seconds));
}

void Embedder::push(const float* const* samples, int count, float certainty) noexcept {
    const auto onFrame = [this](bool speech, const float* features) noexcept {
        if (speech)
            pushFrame(features);
        else
            ++pauseFrames_;
    };
    features_.push(samples, count, onFrame, certainty);
}

void Embedder::pushFrame(const float* features) noexcept {
    network_.push(features);
    running_.stale = recent_.stale = true;
    ++speechFrames_;
    ++framesHeard_;
    ++recentFrames_;
    pauseFrames_ = 0;
    if (pieceNetwork_ && pieces_.size() < pieces_.capacity()) pushPiece(features);
}

std::span<const float> Embedder::upToDate(Cached& cached, int memory) noexcept {
    if (!cached.stale) return cached.embedding;
    const std::span output(network_.output(memory), cached.embedding.size());
    cached.stale = false;
    std::copy(output.begin(), output.end(), cached.embedding.begin());
    if (!finite(output)) forgetTalker(); // NaN in a recurrent state would stay for ever
    return cached.embedding;
}

std::span<const float> Embedder::embedding() noexcept {
    return upToDate(running_, 0);
}

std::span<const float> Embedder::recent() noexcept {
    return recentMemory_ == 0 ? std::span<const float>() : upToDate(recent_, 1);
}

void Embedder::pushPiece(const float* features) noexcept {
    pieceNetwork_->push(features);
    if (++pieceFrames_ < pieceLength_) return;
    const float* output = pieceNetwork_->output();
    if (finite({output, static_cast<size_t>(size())})) pieces_.emplace_back(output, output + size());
    pieceNetwork_->reset();
    pieceFrames_ = 0;
}

} // namespace solus
